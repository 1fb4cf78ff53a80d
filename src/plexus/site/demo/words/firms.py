"""Names of made-up companies: parts that combine, and the industries that they are in."""

from __future__ import annotations

from typing import NamedTuple

from plexus.site.demo.words.both import Both


class Industry(NamedTuple):
    """An industry: its name, how Chinese and foreign companies in it are called, and how often it is drawn."""

    name: Both
    chinese: tuple[str, ...]
    foreign: tuple[str, ...]
    weight: int


INDUSTRIES = (
    Industry(Both("Machinery", "机械制造"), ("精密机械", "重工机械", "数控设备", "智能装备"), ("Machinery", "Engineering", "Tooling"), 20),
    Industry(Both("Electronics", "电子制造"), ("电子科技", "光电科技", "半导体", "微电子"), ("Electronics", "Photonics", "Circuits"), 18),
    Industry(Both("Automotive", "汽车零部件"), ("汽车部件", "车用电子", "传动系统"), ("Automotive", "Drive Systems"), 14),
    Industry(Both("Food and drink", "食品饮料"), ("食品", "乳业", "饮料"), ("Foods", "Dairy", "Beverages"), 11),
    Industry(Both("Pharmaceuticals", "医药健康"), ("生物医药", "医疗器械", "制药"), ("Pharma", "Medical"), 10),
    Industry(Both("Packaging", "包装印刷"), ("包装材料", "印刷包装"), ("Packaging", "Print"), 8),
    Industry(Both("New energy", "新能源"), ("新能源", "储能科技", "锂电科技"), ("Energy", "Battery Systems"), 10),
    Industry(Both("Logistics", "物流仓储"), ("供应链", "智慧物流"), ("Logistics", "Fulfilment"), 6),
    Industry(Both("Chemicals", "化工材料"), ("新材料", "精细化工"), ("Chemicals", "Coatings"), 6),
)  # fmt: skip
CHINESE_FIRST = tuple("澜砚朔穹衡砺霁岚沐珩棠昱溪翊璟骁")
CHINESE_SECOND = tuple("川舟禾岳桥原峰泽辰拓诺沃野桐越图")
CHINESE_FORMS = (("有限公司", 12), ("科技有限公司", 6), ("股份有限公司", 5), ("（集团）有限公司", 2))
FOREIGN_FIRST = (
    "Halden", "Kestrel", "Osterby", "Brightwater", "Marlow", "Tarnfield", "Veldhuis", "Ravello", "Castelnova",
    "Lindqvist", "Ashcombe", "Norvik", "Steinfurt", "Bellacqua", "Corviale", "Dunmore", "Eichwald", "Fairholm",
    "Grauberg", "Hollins", "Isarwerk", "Juniper Bay", "Kaltbrunn", "Larkhill", "Montseny", "Northgate", "Orrin",
    "Pinecrest", "Quillon", "Rosedale", "Silvermere", "Thornbury", "Umbra", "Vallmar", "Westerholt", "Yarrow",
    "Zellmoor", "Amberley", "Blackfen", "Copperline",
)  # fmt: skip
FOREIGN_FORMS = {
    "Germany": ("GmbH", "AG"), "United Kingdom": ("Ltd", "plc"), "Italy": ("S.p.A.", "S.r.l."), "Spain": ("S.L.", "S.A."),
    "France": ("SAS", "SA"), "Netherlands": ("B.V.",), "Sweden": ("AB",), "United States": ("Inc.", "LLC"),
    "Singapore": ("Pte. Ltd.",),
}  # fmt: skip
CHINESE_STREETS = ("创新路", "科技大道", "工业园三路", "滨江路", "高新七路", "兴业路", "祥和路", "望湖路")
FOREIGN_STREETS = {
    "german": ("Industriestraße", "Werkstraße", "Am Kanal"), "english": ("Foundry Lane", "Mill Road", "Harbour Way"),
    "southern": ("Via dell'Industria", "Carrer de la Fàbrica", "Rue des Ateliers"),
}  # fmt: skip
