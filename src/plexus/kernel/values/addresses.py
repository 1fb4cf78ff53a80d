"""Chinese addresses in one line: the province, the city, and the rest with its district."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

PROVINCES = (
    "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
    "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾",
)  # fmt: skip
REGIONS = {
    "内蒙古": "内蒙古自治区", "广西": "广西壮族自治区", "西藏": "西藏自治区", "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区", "香港": "香港特别行政区", "澳门": "澳门特别行政区",
}  # fmt: skip
_POSTCODE = re.compile(r"\A\s*(\d{6})\s*[,，]?\s*|\s*[(（]?(?:邮编|邮政编码)?[:：]?\s*(\d{6})[)）]?\s*\Z")
_COUNTRY = re.compile(r"\A(?:中国|中华人民共和国)\s*[,，]?\s*")
_MUNICIPALITY = re.compile(r"\A(北京|天津|上海|重庆)市?\s*[,，]?\s*(?:市辖区|\1市)?\s*")
_PROVINCE = re.compile(rf"\A({'|'.join(PROVINCES)})省?\s*[,，]?\s*")
_REGION = re.compile(rf"\A({'|'.join(REGIONS)})(?:(?:壮族|回族|维吾尔)?自治区|特别行政区)?\s*[,，]?\s*")
_CITY = re.compile(r"\A([\u4e00-\u9fff]{1,10}?(?:自治州|地区|盟|市))(?!场|政|民|区)\s*[,，]?\s*")
_DISTRICT = re.compile(r"\A([\u4e00-\u9fff]{1,12}?(?:自治县|新区|区|县|旗|市))")

_NO_DISTRICTS = ("小区", "园区", "社区", "校区", "厂区", "景区", "街区", "库区", "院区", "片区", "超市", "夜市", "城市")
_ROAD = re.compile(r"[路街巷弄号村镇乡]")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address; `street` is what is left, with the district in front, `road` what is left without."""

    region: str
    city: str
    street: str
    district: str = ""
    postal_code: str = ""

    @property
    def road(self) -> str:
        """Road, number and whatever else comes behind the district; the whole where there is nothing else."""
        return self.street.removeprefix(self.district).lstrip(" ,，") or self.street


def part(text: str) -> Address | None:
    """The parts of a Chinese address that begins with its province or with a municipality; None for any other."""
    plain = _COUNTRY.sub("", unicodedata.normalize("NFKC", text).strip())
    code = _POSTCODE.search(plain)
    if code:
        plain = (plain[: code.start()] + plain[code.end() :]).strip()
        plain = _COUNTRY.sub("", plain)
    found = _of_municipality(plain) or _of_province(plain)
    if found is None:
        return None
    region, city, rest = found
    return Address(region, city, rest, district_of(rest), (code[1] or code[2]) if code else "")


def district_of(street: str) -> str:
    """The district with which a street begins, blank where it begins otherwise or holds nothing else.

    An estate or a campus is no district, and what comes after a road is none.
    """
    found = _DISTRICT.match(street)
    name = found[1] if found else ""
    if not name or len(name) < 2 or name.endswith(_NO_DISTRICTS) or _ROAD.search(name, 1):
        return ""
    return name if street[len(name) :].strip(" ,，") else ""


def _of_municipality(text: str) -> tuple[str, str, str] | None:
    """Called a city, or followed by a district: a road may be named after Shanghai as well."""
    found = _MUNICIPALITY.match(text)
    rest = text[found.end() :] if found else ""
    if found is None or not rest or ("市" not in found[0] and not _DISTRICT.match(rest)):
        return None
    return f"{found[1]}市", f"{found[1]}市", rest


def _of_province(text: str) -> tuple[str, str, str] | None:
    """Called a province, or followed by a city."""
    province, region = _PROVINCE.match(text), _REGION.match(text)
    found = province or region
    if found is None:
        return None
    name = f"{found[1]}省" if province else REGIONS[found[1]]
    rest = text[found.end() :]
    if city := _CITY.match(rest):
        return name, city[1], rest[city.end() :]
    return (name, "", rest) if rest and len(found[0].strip(" ,，")) > len(found[1]) else None
