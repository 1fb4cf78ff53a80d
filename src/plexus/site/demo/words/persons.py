"""Names, titles and departments of made-up contacts."""

from __future__ import annotations

from plexus.site.demo.words.both import Both

SURNAMES: tuple[tuple[str, int], ...] = (
    ("王", 71), ("李", 70), ("张", 66), ("刘", 51), ("陈", 44), ("杨", 30), ("黄", 22), ("赵", 20), ("周", 19), ("吴", 18),
    ("徐", 14), ("孙", 14), ("马", 13), ("朱", 12), ("胡", 11), ("郭", 11), ("何", 10), ("林", 10), ("罗", 9), ("高", 9),
    ("梁", 8), ("郑", 8), ("谢", 7), ("宋", 7), ("唐", 6), ("许", 6), ("韩", 6), ("邓", 6), ("冯", 6), ("曹", 5),
    ("彭", 5), ("曾", 5), ("肖", 5), ("田", 4), ("董", 4), ("潘", 4), ("袁", 4), ("蔡", 4), ("蒋", 4), ("余", 4),
    ("杜", 3), ("叶", 3), ("程", 3), ("魏", 3), ("苏", 3), ("吕", 3), ("丁", 3), ("沈", 3), ("欧阳", 1), ("司徒", 1),
)  # fmt: skip
GIVEN = (
    "伟", "芳", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "丽", "强", "军", "玲",
    "建华", "志强", "晓明", "文博", "雨欣", "子涵", "嘉怡", "俊杰", "思远", "佳琪", "海燕", "丽娜", "国庆", "春梅", "振宇",
    "慧敏", "浩然", "雅婷", "立新", "晨曦", "梦瑶", "家豪", "永康", "秀英", "一鸣", "诗涵", "天佑", "佩珊", "景行", "若溪",
)  # fmt: skip
FOREIGN_GIVEN = {
    "german": (
        "Anna", "Jonas", "Katrin", "Stefan", "Lena", "Tobias", "Ingrid", "Henrik", "Sabine", "Pieter", "Marieke", "Oskar",
        "Frieda", "Matthias", "Johanna", "Sven", "Ulrike", "Bram", "Greta", "Dieter", "Elin", "Joost", "Heike", "Anders",
    ),
    "english": (
        "Grace", "Oliver", "Hannah", "James", "Priya", "Daniel", "Rachel", "Marcus", "Wei Ling", "Thomas", "Aisha", "Ben",
        "Charlotte", "Samuel", "Naomi", "Patrick", "Fiona", "Isaac", "Megan", "Arjun", "Helen", "Caleb", "Joanna", "Derek",
    ),
    "southern": (
        "Giulia", "Marco", "Lucía", "Javier", "Camille", "Antoine", "Chiara", "Matteo", "Núria", "Élodie", "Paolo", "Inés",
        "Lorenzo", "Margaux", "Álvaro", "Bianca", "Étienne", "Carla", "Davide", "Sylvie", "Jordi", "Elena", "Luc", "Marta",
    ),
}  # fmt: skip
FOREIGN_FAMILY = {
    "german": (
        "Bergmann", "Keller", "Hoffmann", "van Dijk", "Lindgren", "Schäfer", "Brandt", "Nilsson", "Vogel", "Krüger",
        "de Vries", "Ekström", "Lorenz", "Jansen", "Winkler", "Dahl", "Pfeiffer", "Bakker", "Seidel", "Holm", "Kuhn", "Roth",
    ),
    "english": (
        "Turner", "Hughes", "Patel", "Bennett", "Lim", "Foster", "Okafor", "Sinclair", "Murray", "Tan", "Walsh", "Reed",
        "Harper", "Coleman", "Nguyen", "Barrett", "Doyle", "Mehta", "Griffin", "Chua", "Shaw", "Lowe", "Osborne", "Kaur",
    ),
    "southern": (
        "Bianchi", "Moretti", "García", "Serra", "Dubois", "Laurent", "Ferrari", "Puig", "Marchetti", "Roux", "Navarro",
        "Conti", "Fontana", "Girard", "Vidal", "Leclerc", "Santoro", "Molina", "Perrin", "Galli", "Ortega", "Faure",
    ),
}  # fmt: skip
# Title, department, and how often.
POSITIONS: tuple[tuple[Both, Both, int], ...] = (
    (Both("General Manager", "总经理"), Both("Management", "总经办"), 8),
    (Both("Purchasing Manager", "采购经理"), Both("Purchasing", "采购部"), 18),
    (Both("Buyer", "采购专员"), Both("Purchasing", "采购部"), 10),
    (Both("Production Manager", "生产经理"), Both("Production", "生产部"), 14),
    (Both("Plant Manager", "厂长"), Both("Production", "生产部"), 8),
    (Both("Maintenance Engineer", "设备工程师"), Both("Maintenance", "设备部"), 13),
    (Both("Automation Engineer", "自动化工程师"), Both("Engineering", "工程部"), 12),
    (Both("Quality Manager", "质量经理"), Both("Quality", "质量部"), 8),
    (Both("IT Manager", "信息化主管"), Both("IT", "信息部"), 6),
    (Both("Financial Director", "财务总监"), Both("Finance", "财务部"), 4),
    (Both("Project Manager", "项目经理"), Both("Projects", "项目部"), 7),
)
