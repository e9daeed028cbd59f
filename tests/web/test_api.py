"""smoke"""
def test_smoke(client, story):
    for p in ("/api","/api/openapi.json","/api/v1/events","/api/v1/findings?measure=killed","/api/v1/stories","/api/v1/reports","/api/v1/me","/api/v1/exports","/api/v1/settings","/api/v1/audit","/api/v1/intakes","/api/v1/exports/geojson"):
        a=client.get(p); assert a.status_code==200,(p,a.text[:500])
    e=client.get("/api/v1/events").json()["events"][0]["event"]
    a=client.get(f"/api/v1/events/{e}"); assert a.status_code==200,a.text
    print(a.text[:3000])
    r=a.json()["mentions"][0]["document"]
    a=client.get(f"/api/v1/reports/{r}"); assert a.status_code==200,a.text
    print(a.text[:3000])
    for p in ("/login","/accounts"):
        print(client.get(p).status_code)
