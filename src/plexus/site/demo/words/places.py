"""Where customers are: cities with region, country, postal code and how often."""

from __future__ import annotations

from typing import NamedTuple

from plexus.site.demo.words.both import Both

CHINA = Both("China", "中国")


class Place(NamedTuple):
    """A city; `area` is the telephone area code, `people` which names its people bear, `weight` how often it is drawn."""

    city: Both
    region: Both
    country: Both
    postal_code: str
    area: str
    people: str
    weight: int


def _east(en: str, zh: str, region: Both, postal_code: str, area: str, weight: int) -> Place:
    return Place(Both(en, zh), region, CHINA, postal_code, area, "east", weight)


def _south(en: str, zh: str, region: Both, postal_code: str, area: str, weight: int) -> Place:
    return Place(Both(en, zh), region, CHINA, postal_code, area, "south", weight)


_ZHEJIANG, _JIANGSU = Both("Zhejiang", "浙江"), Both("Jiangsu", "江苏")
_GUANGDONG, _ENGLAND = Both("Guangdong", "广东"), Both("England", "英格兰")
CHINESE = (
    _east("Shanghai", "上海", Both("Shanghai", "上海"), "200120", "21", 22),
    _east("Hangzhou", "杭州", _ZHEJIANG, "310052", "571", 14),
    _east("Ningbo", "宁波", _ZHEJIANG, "315040", "574", 8),
    _east("Suzhou", "苏州", _JIANGSU, "215021", "512", 14),
    _east("Wuxi", "无锡", _JIANGSU, "214028", "510", 7),
    _east("Nanjing", "南京", _JIANGSU, "210019", "25", 8),
    _east("Hefei", "合肥", Both("Anhui", "安徽"), "230088", "551", 5),
    _east("Qingdao", "青岛", Both("Shandong", "山东"), "266101", "532", 5),
    _east("Beijing", "北京", Both("Beijing", "北京"), "100176", "10", 7),
    _south("Shenzhen", "深圳", _GUANGDONG, "518057", "755", 18),
    _south("Guangzhou", "广州", _GUANGDONG, "510663", "20", 12),
    _south("Dongguan", "东莞", _GUANGDONG, "523808", "769", 9),
    _south("Foshan", "佛山", _GUANGDONG, "528200", "757", 8),
    _south("Xiamen", "厦门", Both("Fujian", "福建"), "361006", "592", 5),
    _south("Changsha", "长沙", Both("Hunan", "湖南"), "410205", "731", 4),
    _south("Chengdu", "成都", Both("Sichuan", "四川"), "610041", "28", 6),
)
FOREIGN = (
    Place(Both("Munich", "慕尼黑"), Both("Bavaria", "巴伐利亚"), Both("Germany", "德国"), "80807", "49", "german", 9),
    Place(Both("Stuttgart", "斯图加特"), Both("Baden-Württemberg", "巴登-符腾堡"), Both("Germany", "德国"), "70565", "49", "german", 8),
    Place(Both("Birmingham", "伯明翰"), _ENGLAND, Both("United Kingdom", "英国"), "B1 1AA", "44", "english", 7),
    Place(Both("Manchester", "曼彻斯特"), _ENGLAND, Both("United Kingdom", "英国"), "M1 1AA", "44", "english", 6),
    Place(Both("Milan", "米兰"), Both("Lombardy", "伦巴第"), Both("Italy", "意大利"), "20126", "39", "southern", 7),
    Place(Both("Barcelona", "巴塞罗那"), Both("Catalonia", "加泰罗尼亚"), Both("Spain", "西班牙"), "08018", "34", "southern", 5),
    Place(Both("Lyon", "里昂"), Both("Rhône", "罗讷"), Both("France", "法国"), "69007", "33", "southern", 5),
    Place(Both("Eindhoven", "埃因霍温"), Both("North Brabant", "北布拉班特"), Both("Netherlands", "荷兰"), "5616", "31", "german", 5),
    Place(Both("Gothenburg", "哥德堡"), Both("Västra Götaland", "西约塔兰"), Both("Sweden", "瑞典"), "411 04", "46", "german", 4),
    Place(Both("Cleveland", "克利夫兰"), Both("Ohio", "俄亥俄"), Both("United States", "美国"), "44114", "1", "english", 7),
    Place(Both("Chicago", "芝加哥"), Both("Illinois", "伊利诺伊"), Both("United States", "美国"), "60606", "1", "english", 7),
    Place(Both("Singapore", "新加坡"), Both("Singapore", "新加坡"), Both("Singapore", "新加坡"), "138632", "65", "english", 6),
)  # fmt: skip
