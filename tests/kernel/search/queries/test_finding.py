"""What is found by which text, in which order, and by whom."""

from dataclasses import replace

import pytest
from django.db.models import Q
from tests.casting import a_contact, a_deal, a_task, an_account

from plexus.crm.customers.models import Contact
from plexus.kernel.access.filtering import NOTHING
from plexus.kernel.access.models import Share
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.search.queries.finding import find
from plexus.kernel.search.queries.matching import matching


def titles(actor: Actor, text: str, *objects: str) -> list[str]:
    with acting(actor):
        return [hit.title for hit in find(actor=actor, text=text, objects=objects or None)]


@pytest.mark.parametrize(
    "text",
    ["张", "张三", "三", "zhang", "zhangsan", "zs", "zhang s", "ＺＳ", "san", "Zhang San", "138 1234 5678", "1381234",
     "5678", "+86138", "SAN@heng", "heng.example", "张san"],
)  # fmt: skip
def test_a_person_is_found_by_name_pinyin_initials_and_any_part_of_a_key(ada: Actor, text: str) -> None:
    a_contact(ada, full_name="张三", emails=[{"value": "san@heng.example"}], phones=[{"value": "+8613812345678"}])

    assert titles(ada, text) == ["张三"]


@pytest.mark.parametrize(
    "text",
    ["恒通", "精密", "密制", "hengtong", "jingmi", "jmzz", "htjm", "恒通精密制造有限公司", "通精密制造有限",
     "hengtongjingmizhizaoyouxiangongsi", "heng 制造"],
)  # fmt: skip
def test_a_company_is_found_by_every_inner_part(ada: Actor, text: str) -> None:
    an_account(ada, name="恒通精密制造有限公司")

    assert titles(ada, text) == ["恒通精密制造有限公司"]


@pytest.mark.parametrize("text", ["bright", "sol", "solar ltd", "BRIGHTWAVE SOLAR", "bs", "söl", "ltd bright"])
def test_a_company_with_a_latin_name_is_found_by_each_word(ada: Actor, text: str) -> None:
    an_account(ada, name="Brightwave Sølar Ltd")

    assert titles(ada, text) == ["Brightwave Sølar Ltd"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("曾国", "zengguo"), ("单雄信", "shanxiongxin"), ("仇英", "qy"), ("尉迟恭", "yuchigong"), ("万俟卨", "moqi"),
     ("吕布", "lvbu"), ("吕布", "lubu"), ("重庆银行", "chongqingyinhang"), ("单雄信", "dan")],
)  # fmt: skip
def test_surnames_and_ambiguous_characters_are_found_by_either_reading(ada: Actor, name: str, text: str) -> None:
    a_contact(ada, full_name=name)

    assert titles(ada, text) == [name]


def test_the_best_comes_first(ada: Actor) -> None:
    for name in ("精通恒力集团", "恒力石化", "恒力", "East 恒力"):
        an_account(ada, name=name)
    a_contact(ada, full_name="恒力石化")

    assert titles(ada, "恒力") == ["恒力", "恒力石化", "恒力石化", "East 恒力", "精通恒力集团"]


def test_words_may_name_the_person_and_the_company_together(ada: Actor) -> None:
    company = an_account(ada, name="恒通精密")
    a_contact(ada, full_name="张三", account=company.pk)
    a_contact(ada, full_name="张三丰")

    assert titles(ada, "张三 恒通") == titles(ada, "ht zhangs") == ["张三"]


def test_only_the_objects_asked_for_are_searched(ada: Actor) -> None:
    an_account(ada, name="恒通")
    a_deal(ada, name="恒通 ten lathes")

    assert titles(ada, "恒通", "deals") == ["恒通 ten lathes"]


@pytest.mark.parametrize("text", ["", "  ", "'", "a' | 'b", "&|!():*", "\\", "%", "___", "~", "\0", "张' & '三", "😀"])
def test_any_text_is_answered_and_never_read_as_an_operator(ada: Actor, text: str) -> None:
    a_contact(ada, full_name="Zhang Wei")

    assert titles(ada, text) == []


def test_a_long_text_is_answered(ada: Actor) -> None:
    assert titles(ada, "张三 zhang " * 5_000) == []


def test_another_workspace_is_never_found(ada: Actor, eve: Actor) -> None:
    a_contact(ada, full_name="张三")

    assert titles(eve, "张三") == []


def test_what_a_colleague_may_not_read_is_not_found_until_it_is_shared(ada: Actor, ben: Actor, cyd: Actor) -> None:
    contact = a_contact(ada, full_name="张三")
    before = titles(cyd, "zs")

    with acting(ada):
        Share.objects.create(
            workspace_id=ada.workspace_id, object="contacts", record_id=contact.pk, person_id=cyd.person_id
        )

    assert (titles(ben, "zs"), before, titles(cyd, "zs")) == (["张三"], [], ["张三"])


def test_a_task_is_found_by_whoever_may_read_what_it_is_about(ada: Actor, cyd: Actor) -> None:
    a_task(ada, an_account(ada, name="恒通"), subject="Send the quotation")
    a_task(ada, a_contact(ada), subject="Send a secret")

    assert titles(cyd, "send") == ["Send the quotation"]


def test_those_that_one_may_not_read_do_not_crowd_out_the_one_that_one_may(ada: Actor, cyd: Actor) -> None:
    mine = {"workspace_id": ada.workspace_id, "owner_id": ada.person_id, "team_id": ada.team_id}
    a_contact(cyd, full_name="王五")
    with acting(ada):
        Contact.objects.bulk_create(Contact(full_name="王一", emails=[], phones=[], **mine) for _each in range(400))

    assert titles(cyd, "w") == ["王五"]


def test_a_role_that_does_not_see_a_key_does_not_find_by_it(ada: Actor) -> None:
    a_contact(ada, full_name="张三", phones=[{"value": "+8613812345678"}])
    blind = ada.__class__(
        **{name: getattr(ada, name) for name in ada.__slots__} | {"fields": {"contacts": {"phones": "hidden"}}}
    )

    assert (titles(blind, "13812345678"), titles(blind, "张三")) == ([], ["张三"])


def test_a_list_is_narrowed_by_the_same_words(ada: Actor) -> None:
    contacts = registry.standard().object("contacts")
    a_contact(ada, full_name="张三", emails=[{"value": "san@heng.example"}])
    a_contact(ada, full_name="李四")

    def listed(text: str) -> set[str]:
        return set(Contact.objects.filter(matching(ada, contacts, text)).values_list("full_name", flat=True))

    with acting(ada):
        assert (listed("zs"), listed("san@"), listed("!"), listed("")) == ({"张三"}, {"张三"}, set(), {"张三", "李四"})


def test_a_list_without_an_index_is_narrowed_by_its_title(ada: Actor) -> None:
    tags = registry.standard().object("tags")

    assert matching(ada, tags, "vip") == Q(name__icontains="vip")


@pytest.mark.parametrize(
    ("hidden", "found"),
    [("full_name", {"heng.ex"}), ("emails", {"zs"}), ("phones", {"zs"}), ("job_title", {"zs", "heng.ex"})],
)
def test_what_is_hidden_narrows_no_list(ada: Actor, hidden: str, found: set[str]) -> None:
    contacts = registry.standard().object("contacts")
    a_contact(ada, full_name="张三", emails=[{"value": "san@heng.example"}])
    blind = replace(ada, fields={"contacts": {hidden: "hidden"}})

    with acting(ada):
        listed = {
            text for text in ("zs", "heng.ex") if Contact.objects.filter(matching(blind, contacts, text)).exists()
        }

    assert listed == found


def test_a_list_of_parts_is_not_narrowed_by_a_hidden_name(ada: Actor) -> None:
    tags, items = (registry.standard().object(each) for each in ("tags", "deal-line-items"))
    hidden = {"tags": {"name": "hidden"}, "products": {"name": "hidden"}}
    blind = replace(ada, fields=hidden)

    assert matching(blind, tags, "vip") == matching(blind, items, "vip") == NOTHING
