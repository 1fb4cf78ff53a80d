import pytest, time
from tests.casting import *
from plexus.kernel import query
from plexus.crm.sales.models import Deal
def ask(actor, plural, json):
    about = registry.standard().object(plural)
    return query.condition(query.check(query.parse(json), about, actor), actor, NOW)
def test_smoke(ada, cyd, root, lee):
    a = an_account(ada, industry="机械", city="Suzhou", tags=["VIP"])
    d = a_deal(ada, account=a.pk, amount="500", expected_close_on=TUESDAY.isoformat())
    an_activity(ada, d)
    for f in [
      {"field":"account.industry","op":"eq","value":"机械"},
      {"field":"name","op":"contains","value":"LATHES"},
      {"field":"owner","op":"eq","value":{"me":True}},
      {"field":"owner","op":"eq","value":{"my_team":True}},
      {"field":"team","op":"in","value":[{"my_team":True}]},
      {"field":"expected_close_on","op":"eq","value":{"relative":"next_7_days"}},
      {"field":"created_at","op":"eq","value":{"relative":"today"}},
      {"field":"created_at","op":"eq","value":"2026-03-16"},
      {"related":"activities"},
      {"related":"activities","where":{"field":"kind","op":"eq","value":"call"},"count":{"op":"gte","value":1}},
      {"related":"account.deals","sum":{"field":"amount","op":"between","value":["1","1000"]}},
      {"related":"activities","max":{"field":"happened_at","op":"gte","value":{"relative":"last_7_days"}}},
      {"field":"account.tags","op":"contains","value":"VIP"},
      {"field":"account.city","op":"in","value":["suzhou","x"]},
      {"field":"closed_on","op":"empty"},
      {"not":{"field":"closed_on","op":"gt","value":"2026-01-01"}},
      {"field":"account.owner.team.name","op":"eq","value":"east"},
    ]:
        with acting(ada):
            q = ask(ada,"deals",f)
            rows = Deal.objects.filter(q)
            if "sum" in f or "max" in f or f.get('related')=='activities' or f.get("field")=="account.city": print(rows.query)
            assert list(rows) == [d], f
            assert list(Deal.objects.filter(ask(ada,"deals",{"not":f}))) == [], f
    f = {"and":[{"field":"owner","op":"eq","value":{"me":True}},{"field":"account.industry","op":"eq","value":"机械"},{"field":"amount","op":"gte","value":"100"},{"field":"stage.outcome","op":"eq","value":"open"},{"related":"activities","where":{"field":"kind","op":"eq","value":"call"},"exists":False}]}
    for who in (ada, root):
        about = registry.standard().object("deals")
        t=time.perf_counter()
        for _ in range(200): query.parse(f)
        t1=time.perf_counter(); tree=query.parse(f)
        for _ in range(200): query.check(tree, about, who)
        t2=time.perf_counter(); c=query.check(tree, about, who)
        for _ in range(200): query.condition(c, who, NOW)
        t3=time.perf_counter(); q=query.condition(c, who, NOW)
        for _ in range(200): str(Deal.objects.filter(q).query)
        t4=time.perf_counter()
        print([round(x*5,3) for x in (t1-t,t2-t1,t3-t2,t4-t3)], "ms parse check condition sql")
