"""Traditional Chinese column names in simplified characters: the variants of those that the known words are made of."""

from __future__ import annotations

_TRADITIONAL = (
    "專業丟鄉買產産價優會傳脩關內冊決準幾齣劃創別彆辦務動區單歷厤曆縣發髮號閤衕後嚮曏啓啟員週團糰國備頭實"
    "傢對屬崗幣廣應開歸當噹錄彔録態總戶釦摺報擔數時機來査標檔匯彙滙溝註狀現電眞碼稱籤簽類係繫緊約級紀線綫"
    "組細經結絡統續編網羣職聯獲穫營銜補錶規計訂訊記訪識話詢詳語說説謂負責敗帳賬貨質購贏輸進選遞郵裏鍾鈡鐘"
    "銷鎮鎭長門閉間隊階際頁項順預題額"
)
_SIMPLIFIED = (
    "专业丢乡买产产价优会传修关内册决准几出划创别别办务动区单历历历县发发号合同后向向启启员周团团国备头实"
    "家对属岗币广应开归当当录录录态总户扣折报担数时机来查标档汇汇汇沟注状现电真码称签签类系系紧约级纪线线"
    "组细经结络统续编网群职联获获营衔补表规计订讯记访识话询详语说说谓负责败账账货质购赢输进选递邮里钟钟钟"
    "销镇镇长门闭间队阶际页项顺预题额"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text with each character of the known words in its simplified form; for comparing names, not for values."""
    return text.translate(_TABLE)
