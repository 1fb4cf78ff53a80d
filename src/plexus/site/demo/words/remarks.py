"""What colleagues write down about customers: sentences with gaps, in English and Chinese.

`{product}`, `{project}`, `{person}`, `{city}` and `{number}` are filled in. A remark is an opening, a finding and what is next.
"""

from __future__ import annotations

from typing import NamedTuple

from plexus.site.demo.words.both import Both


class Topic(NamedTuple):
    """What a touch was about: how it was made, its subject, and how it opens; `phase` is its place in a deal's life."""

    kind: str
    phase: int
    subject: Both
    opening: Both


EARLY, MIDDLE, LATE = 0, 1, 2
TOPICS = (
    Topic("call", EARLY, Both("First call about {project}", "首次沟通{project}"),
          Both("Introduced ourselves and asked how they run the line today.", "介绍了公司和产品，了解了现有产线情况。")),
    Topic("call", EARLY, Both("Enquiry about {product}", "咨询{product}"),
          Both("{person} asked for data sheets and delivery times of {product}.", "{person}询问{product}的参数和交期。")),
    Topic("meeting", EARLY, Both("Online meeting on requirements", "线上需求沟通会"),
          Both("Went through the requirements with {person} and the production team.", "与{person}及生产部门逐条过了需求。")),
    Topic("visit", EARLY, Both("Visit to the plant in {city}", "拜访{city}工厂"),
          Both("Walked the line with {person}, took photos of {number} stations.", "和{person}一起看了产线，拍了{number}个工位的照片。")),
    Topic("note", EARLY, Both("Met at the trade fair", "展会现场交流"),
          Both("{person} came to our booth and saw the {product} running.", "{person}来展位看了{product}的现场演示。")),
    Topic("meeting", MIDDLE, Both("Presented the solution", "方案讲解"),
          Both("Presented the concept for {project}; {number} people joined.", "讲解了{project}的方案，对方{number}人参加。")),
    Topic("call", MIDDLE, Both("Questions about the quote", "报价答疑"),
          Both("{person} had questions about the prices of {product}.", "{person}对{product}的报价有几点疑问。")),
    Topic("note", MIDDLE, Both("Samples sent", "样品已寄出"),
          Both("Sent {number} samples of {product} by courier.", "已寄出{product}样品{number}件。")),
    Topic("visit", MIDDLE, Both("Trial on site", "现场样机测试"),
          Both("Set up {product} on their line and ran it for {number} hours.", "{product}在客户产线上连续测试了{number}小时。")),
    Topic("call", MIDDLE, Both("Feedback on the trial", "测试结果反馈"),
          Both("{person} told us how the trial went.", "{person}反馈了测试情况。")),
    Topic("meeting", LATE, Both("Price negotiation", "商务谈判"),
          Both("Talked about price and payment terms with purchasing.", "与采购部谈价格和付款方式。")),
    Topic("call", LATE, Both("Contract wording", "合同条款确认"),
          Both("Went through the contract with {person}; {number} points left.", "与{person}核对合同，还有{number}处待确认。")),
    Topic("note", LATE, Both("Decision expected", "等待客户决策"),
          Both("The order is with the board; {person} supports us.", "项目已上会，{person}支持我们。")),
    Topic("call", LATE, Both("Delivery date", "确认交期"),
          Both("Agreed on a delivery in {number} weeks after the order.", "约定下单后{number}周内交货。")),
    Topic("visit", LATE, Both("Visit to the management", "拜访客户高层"),
          Both("Met the management together with our director.", "陪同总监拜访客户高层。")),
)  # fmt: skip
FINDINGS: dict[int, tuple[Both, ...]] = {
    EARLY: (
        Both("They lose about {number} hours a month to stoppages.", "目前每月停机约{number}小时，改善意愿强。"),
        Both("Budget is planned for next quarter.", "预算计划在下个季度。"),
        Both("They use a competitor today and are unhappy with the service.", "现用竞品，对售后不满意。"),
        Both("The technical side is interested, purchasing not yet on board.", "技术部门感兴趣，采购还没介入。"),
        Both("They want to start with one line and roll out later.", "想先做一条线试点，再推广到其他产线。"),
        Both("Three suppliers are being compared.", "目前有三家供应商在比较。"),
    ),
    MIDDLE: (
        Both("The accuracy convinced them, the price is under discussion.", "精度认可，价格还要再谈。"),
        Both("They ask for a reference in the same industry.", "希望看同行业案例。"),
        Both("The interface to their system must be cleared.", "需要确认与现有系统的接口。"),
        Both("The result was {number}% better than before.", "效果比原来提升了{number}%。"),
        Both("The engineers agree; the plant manager wants to see it himself.", "工程师认可，厂长想亲自看一次。"),
        Both("They need the documents in both languages.", "资料需要中英文各一份。"),
    ),
    LATE: (
        Both("They want {number}% off and 60 days to pay.", "希望再优惠{number}%，账期60天。"),
        Both("A competitor offers less, but delivers later.", "竞品价格更低，但交期更长。"),
        Both("Legal returns the contract this week.", "法务本周返回合同。"),
        Both("Training and commissioning are to be included.", "要求包含培训和安装调试。"),
        Both("The order should come before the end of the month.", "预计月底前下单。"),
        Both("They ask for two years of warranty.", "要求质保两年。"),
    ),
}
NEXT = (
    Both("Next: send the revised quote.", "下一步：发送更新后的报价。"),
    Both("Next: arrange a trial.", "下一步：安排样机测试。"),
    Both("Next: call {person} again next week.", "下一步：下周再联系{person}。"),
    Both("Next: bring our engineer along.", "下一步：安排工程师一起上门。"),
    Both("Next: ask for the drawings.", "下一步：请客户提供图纸。"),
    Both("Nothing open on our side.", "我方暂无待办。"),
    Both("", ""),
)
CARE = (
    Topic("call", LATE, Both("Return call after delivery", "交付后回访"),
          Both("{person} is satisfied with how it runs.", "{person}对运行情况满意。")),
    Topic("visit", LATE, Both("Regular visit in {city}", "{city}例行拜访"),
          Both("Talked about the plans for the coming year.", "了解了客户明年的投资计划。")),
    Topic("note", LATE, Both("News from the customer", "客户动态"),
          Both("They are building a new hall with {number} lines.", "客户在建新厂房，规划{number}条产线。")),
    Topic("call", LATE, Both("Season's greetings", "节日问候"),
          Both("Short call, good mood; {person} sends regards.", "简短问候，{person}心情不错。")),
    Topic("call", LATE, Both("Question about an invoice", "发票与对账"),
          Both("{person} needed a copy of the invoice.", "{person}需要补开发票并对账。")),
)  # fmt: skip
COMMENTS = (
    Both("Well prepared. Please bring the reference from the packaging line.", "准备得不错，记得带上包装线的案例。"),
    Both("Do not go below 8% here; I can join the next call.", "这单折扣不要超过8%，下次沟通我可以一起。"),
    Both("Who decides on their side? We only know the engineers.", "客户那边谁拍板？我们目前只认识工程师。"),
    Both("Finance asks for a down payment of 30%.", "财务要求预付30%。"),
    Both("Delivery in six weeks is confirmed by the factory.", "工厂确认六周可以交货。"),
    Both("Careful, the competitor visited them last week.", "注意，竞品上周去过。"),
    Both("Great work! Let us ask them for a recommendation.", "干得漂亮！可以请客户帮忙转介绍。"),
    Both("Please log the visit on the same day.", "拜访记录请当天补上。"),
    Both("I know their plant manager from a former project.", "他们厂长我以前合作过，可以帮忙引荐。"),
    Both("Let us offer the service contract together with it.", "建议把维保合同一起报进去。"),
)
ERRANDS = (
    Both("Send {person} the revised quote", "给{person}发送更新报价"),
    Both("Call {person} about the decision", "致电{person}跟进决策进度"),
    Both("Prepare the trial of {product}", "准备{product}样机测试"),
    Both("Send samples of {product}", "寄送{product}样品"),
    Both("Book the visit in {city}", "预约{city}拜访"),
    Both("Check delivery time of {product}", "确认{product}交期"),
    Both("Have the contract checked by legal", "合同提交法务审核"),
    Both("Send references from the same industry", "提供同行业案例"),
    Both("Ask {person} for the drawings", "向{person}索取图纸"),
    Both("Clear payment terms with finance", "与财务确认付款方式"),
)
CARE_ERRANDS = (
    Both("Call {person}: how does it run?", "回访{person}：设备运行情况"),
    Both("Ask {person} about next year's plans", "向{person}了解明年计划"),
    Both("Check the address and contacts", "核对客户地址和联系人"),
    Both("Invite {person} to the open day", "邀请{person}参加开放日"),
)
DESK_ERRANDS = (
    Both("Prepare the weekly sales meeting", "准备销售周会"),
    Both("Review the forecast of the team", "审核团队销售预测"),
    Both("Check overdue receivables", "核对逾期应收款"),
    Both("Plan the booth for the spring fair", "规划春季展会展位"),
    Both("Update the price list", "更新产品价目表"),
    Both("Talk about targets with the regions", "与各区沟通季度目标"),
)
