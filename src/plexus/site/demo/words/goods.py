"""What the demo company sells: sensors, controls and machines for factories, and the work around them."""

from __future__ import annotations

from typing import NamedTuple

from plexus.site.demo.words.both import Both

SENSING, CONTROL, MACHINES, SOFTWARE, SERVICES = (
    Both("Sensing", "传感检测"),
    Both("Control", "控制系统"),
    Both("Machines", "智能装备"),
    Both("Software", "工业软件"),
    Both("Services", "技术服务"),
)
PIECE, SET, LICENCE, DAY, YEAR = (
    Both("piece", "件"),
    Both("set", "套"),
    Both("licence", "授权"),
    Both("day", "人天"),
    Both("year", "年"),
)


class Good(NamedTuple):
    """A product: its list price in yuan, how many of it one buys at most, and what a deal led by it is about."""

    name: Both
    code: str
    category: Both
    price: int
    unit: Both
    most: int
    project: Both
    renews: bool = False


LINE = Both("production line upgrade", "产线改造")
GOODS = (
    Good(Both("Laser displacement sensor LD-20", "激光位移传感器 LD-20"), "LD-20", SENSING, 3_680, PIECE, 60,
         Both("thickness measuring", "在线测厚项目")),
    Good(Both("Photoelectric switch PS-5", "光电开关 PS-5"), "PS-5", SENSING, 268, PIECE, 400,
         Both("sensor supply", "传感器年度供货")),
    Good(Both("Vibration monitor VM-8", "振动监测仪 VM-8"), "VM-8", SENSING, 12_800, SET, 12,
         Both("predictive maintenance", "设备预测性维护")),
    Good(Both("Vision inspection station VX-3", "视觉检测工作站 VX-3"), "VX-3", SENSING, 86_000, SET, 4,
         Both("vision inspection", "视觉检测项目")),
    Good(Both("Flow meter FM-40", "电磁流量计 FM-40"), "FM-40", SENSING, 5_450, PIECE, 40,
         Both("flow metering", "管网计量改造")),
    Good(Both("Compact controller CC-16", "紧凑型控制器 CC-16"), "CC-16", CONTROL, 4_980, PIECE, 40, LINE),
    Good(Both("Motion controller MC-8", "运动控制器 MC-8"), "MC-8", CONTROL, 15_600, PIECE, 16,
         Both("motion control", "运动控制升级")),
    Good(Both("Servo drive SD-750", "伺服驱动器 SD-750"), "SD-750", CONTROL, 6_200, PIECE, 48,
         Both("servo replacement", "伺服替换项目")),
    Good(Both("Edge gateway EG-100", "边缘网关 EG-100"), "EG-100", CONTROL, 7_900, PIECE, 30,
         Both("plant data collection", "车间数据采集")),
    Good(Both("Operator panel OP-12", "触摸屏 OP-12"), "OP-12", CONTROL, 3_150, PIECE, 36, LINE),
    Good(Both("Collaborative robot CR-7", "协作机器人 CR-7"), "CR-7", MACHINES, 128_000, SET, 5,
         Both("robot cell", "机器人上下料")),
    Good(Both("Palletising cell PC-2", "码垛工作站 PC-2"), "PC-2", MACHINES, 286_000, SET, 2,
         Both("palletising cell", "码垛自动化")),
    Good(Both("Mobile robot AR-300", "移动机器人 AR-300"), "AR-300", MACHINES, 98_000, SET, 6,
         Both("internal logistics", "厂内物流项目")),
    Good(Both("Screwdriving station SW-6", "自动锁付机 SW-6"), "SW-6", MACHINES, 64_500, SET, 5,
         Both("assembly automation", "装配自动化")),
    Good(Both("Plant monitor, 50 points", "车间看板软件 50 点"), "PM-50", SOFTWARE, 38_000, LICENCE, 3,
         Both("plant monitor", "车间看板")),
    Good(Both("Manufacturing suite, per line", "制造执行系统（按产线）"), "MES-L", SOFTWARE, 165_000, LICENCE, 2,
         Both("manufacturing suite", "制造执行系统")),
    Good(Both("Energy manager", "能源管理系统"), "EM-1", SOFTWARE, 72_000, LICENCE, 2,
         Both("energy management", "能源管理项目")),
    Good(Both("Installation and commissioning", "安装调试"), "SV-IN", SERVICES, 2_800, DAY, 15, LINE),
    Good(Both("Operator training", "操作培训"), "SV-TR", SERVICES, 2_200, DAY, 6, Both("training", "培训服务")),
    Good(Both("Maintenance contract", "年度维保"), "SV-MA", SERVICES, 36_000, YEAR, 3,
         Both("maintenance contract", "年度维保合同"), renews=True),
    Good(Both("Calibration service", "校准服务"), "SV-CA", SERVICES, 9_800, YEAR, 3,
         Both("calibration contract", "校准服务合同"), renews=True),
    Good(Both("Software subscription", "软件年度订阅"), "SV-SU", SERVICES, 24_000, YEAR, 4,
         Both("subscription renewal", "软件订阅续费"), renews=True),
)  # fmt: skip
# What can be sent, tried and asked about.
THINGS = tuple(good for good in GOODS if good.category in {SENSING, CONTROL})
