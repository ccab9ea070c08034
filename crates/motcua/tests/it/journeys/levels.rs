//! Districts before 1/7/2025, communes after: both do what Điều 3.4 asks of an agency, and what a district still owed passes on.

use axum::http::StatusCode;
use domain::{
    id::UnitId,
    org::UnitKind,
    people::{Actor, Role},
};
use jiff::civil::date;
use kit::testing::databases;
use motcua::demo::Profile;
use office::people::store::{NewAssignment, NewPerson, assign, create};

use crate::world::{Visitor, World, at, on_each};

const TRA_VINH: &str = include_str!("../../../../../data/units/tra-vinh-2023.json");
const VINH_LONG: &str = include_str!("../../../../../data/units/vinh-long-2025.json");

/// Signs a new officer of that role in that unit in.
async fn hire<'w>(world: &'w World, unit: UnitId, role: Role, login: &str) -> Visitor<'w> {
    let (now, name) = (world.app.now(), login.to_owned());
    let hash = kit::password::hash(motcua::demo::accounts::PASSWORD).unwrap();
    let made = world.app.write(move |tx| {
        let new =
            NewPerson { login: name.clone(), name: "Cán bộ Thử".into(), password_hash: hash.clone() };
        let person = create(tx, &new, Actor::System, now)?;
        let from = date(2018, 1, 1);
        let new = NewAssignment { person, unit, role, from, to: None, decision: "QĐ thử".into() };
        assign(tx, &new, Actor::System, now).map(drop)
    });
    made.await.unwrap();
    world.officer(login).await
}

/// Sends a matter of that kind from the Centre to the unit; its page.
async fn ask(centre: &Visitor<'_>, kind: &str, unit: UnitId, subject: &str) -> String {
    let form = centre.get(&format!("/lam-viec/phoi-hop/moi?loai={kind}")).await;
    let (csrf, id) =
        (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
    let unit = unit.to_string();
    let fields = [
        ("csrf", csrf.as_str()),
        ("ma", &id),
        ("loai", kind),
        ("don-vi", &unit),
        ("tieu-de", subject),
        ("noi-dung", "Đề nghị cho biết"),
        ("ngay", "1"),
        ("hoi", "tinh-trang"),
    ];
    let sent = centre.post("/lam-viec/phoi-hop/moi", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    format!("/lam-viec/phoi-hop/{id}")
}

/// A unit of the local level comments late, supplies information after its head was told, and stands in the statistics.
async fn does_the_duties_of_an_agency(world: &World, unit: UnitId, days: [&str; 3]) {
    let name = world.app.house().unit_name(unit).to_owned();
    let centre = world.officer("trungtam").await;
    let comment = ask(&centre, "gop-y", unit, "Dự thảo quy trình").await;
    let question = ask(&centre, "de-nghi", unit, "Tình hình tiếp nhận").await;
    ask(&centre, "don-doc", unit, "Đôn đốc chung").await;
    let [due, silent, answered] = days;
    let handler = hire(world, unit, Role::Handler, "caphuyen").await;
    handler.get("/lam-viec/phoi-hop").await.says("Dự thảo quy trình").says("Tình hình tiếp nhận");
    handler.get(&question).await.says(due);
    world.clock.set(at(silent));
    world.ring().await;
    // Its own heads are told first.
    let leader = hire(world, unit, Role::Leader, "chutich").await;
    leader.get(&question).await.says("Đã báo lãnh đạo phòng").says(&name);
    let page = leader.get("/lam-viec/phoi-hop/thong-ke").await;
    page.says(&name).says("Im lặng, tính là chậm").says("Dự thảo quy trình");
    // Urged once by the Centre.
    let row = page.between(&format!("<td>{name}</td>"), "</tr>");
    assert_eq!(row.rsplit("data-n=\"").next().unwrap().split('"').next(), Some("1"), "{row}");
    world.clock.set(at(answered));
    let handler = world.officer("caphuyen").await;
    for matter in [&comment, &question] {
        handler.does(matter, "tra-loi", &[("noi-dung", "Thống nhất; đã tiếp nhận 12 hồ sơ")]).await;
    }
    let centre = world.officer("trungtam").await;
    centre.get("/lam-viec/phoi-hop/thong-ke").await.says("Trả lời muộn");
    // No other unit of the level sees any of it.
    let stranger = world.stranger(Role::Leader).await;
    assert_eq!(stranger.get(&question).await.status, StatusCode::NOT_FOUND);
    stranger.get("/lam-viec/phoi-hop/thong-ke").await.hides("Dự thảo quy trình");
    world.must_be_whole().await;
}

#[test]
fn a_district_comments_informs_and_is_counted_as_an_agency_is() {
    // Điều 5.2 with 3.4, before 1/7/2025; row C-61.
    on_each(async |world: World| {
        let district = world.app.house().of_kind(UnitKind::District)[0].id;
        does_the_duties_of_an_agency(
            &world,
            district,
            ["thứ Tư, 23/8/2023, 08:00", "2023-08-23T08:30", "2023-08-24T08:00"],
        )
        .await;
    });
}

#[test]
fn a_commune_comments_informs_and_is_counted_since_there_are_no_districts() {
    // Điều 5.2 with 3.4, since 1/7/2025; row C-61.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    for db in databases(base::migrations::ALL) {
        let open = move || World::of(db, Profile::VinhLong2025, "2025-08-12T08:00");
        let world = std::thread::spawn(open).join().unwrap();
        runtime.block_on(async {
            let house = world.app.house();
            assert!(house.of_kind(UnitKind::District).is_empty(), "two levels");
            let communes = house.of_kind(UnitKind::Commune);
            let commune = communes.iter().find(|unit| unit.name().contains(" xã ")).unwrap().id;
            let days = ["thứ Tư, 13/8/2025, 08:00", "2025-08-13T08:30", "2025-08-14T08:00"];
            does_the_duties_of_an_agency(&world, commune, days).await;
        });
    }
}

#[test]
fn what_a_district_still_owed_passes_to_a_commune_that_took_over() {
    // Điều 5.2; rows C-01, C-61: the levels switch with the day.
    on_each(async |world: World| {
        for (name, text) in [("tra-vinh-2023.json", TRA_VINH), ("vinh-long-2025.json", VINH_LONG)] {
            let app = world.app.clone();
            let done = move || office::org::import::import(&app, name, text, false).map(drop);
            std::thread::spawn(done).join().unwrap().unwrap();
        }
        world.app.refresh_house().await.unwrap();
        let house = world.app.house();
        let district = house.by_code("H59.842").unwrap().id;
        let (ward, other) = (house.by_code("H61.29263").unwrap().id, house.by_code("H61.29398").unwrap().id);
        // Before the day nothing can be sent to a ward of the new province.
        world.clock.set(at("2025-06-30T08:00"));
        let centre = world.officer("trungtam").await;
        let form = centre.get("/lam-viec/phoi-hop/moi?loai=gop-y").await;
        form.says(&format!("value=\"{district}\"")).hides(&format!("value=\"{ward}\""));
        let owed = ask(&centre, "gop-y", district, "Dự thảo phương án bàn giao").await;
        centre.get(&owed).await.hides("chuyen-ke-thua");
        let zone = house.by_code("H59.21").unwrap().id;
        let orphan = ask(&centre, "gop-y", zone, "Góp ý quy hoạch").await;

        // Since the day nothing more can be sent to the district; what it owes is shown under its name, and passed on.
        world.clock.set(at("2025-07-02T08:00"));
        world.ring().await;
        let centre = world.officer("trungtam").await;
        let form = centre.get("/lam-viec/phoi-hop/moi?loai=gop-y").await;
        form.hides(&format!("value=\"{district}\"")).says(&format!("value=\"{ward}\""));
        let shown = centre.get(&owed).await;
        shown.says("Ủy ban nhân dân thành phố Trà Vinh").says("Đơn vị trả lời không còn hoạt động");
        let choices = shown.text();
        assert!(
            choices.contains(&format!("value=\"{ward}\"")) && choices.contains(&format!("value=\"{other}\""))
        );
        let nobody = [("ke-thua", ""), ("noi-dung", "Bàn giao theo địa bàn")];
        centre.act(&owed, "chuyen-ke-thua", &nobody).await.says("Chọn đơn vị kế thừa.");
        let wrong = district.to_string();
        let itself = [("ke-thua", wrong.as_str()), ("noi-dung", "Bàn giao")];
        let refused = centre.act(&owed, "chuyen-ke-thua", &itself).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let new = hire(&world, ward, Role::Handler, "phuongmoi").await;
        assert_eq!(new.get(&owed).await.status, StatusCode::NOT_FOUND, "not yet");
        let heir = ward.to_string();
        let fields = [("ke-thua", heir.as_str()), ("noi-dung", "Bàn giao theo địa bàn")];
        let old = centre.get(&owed).await;
        let (csrf, ban) =
            (old.between("name=\"csrf\" value=\"", "\""), old.between("name=\"ban\" value=\"", "\""));
        let all = [&[("csrf", csrf.as_str()), ("ban", &ban)][..], &fields].concat();
        let target = format!("{owed}/chuyen-ke-thua");
        assert_eq!(centre.post(&target, &all).await.status, StatusCode::SEE_OTHER);
        assert_eq!(centre.post(&target, &all).await.status, StatusCode::CONFLICT);
        new.get("/lam-viec/phoi-hop").await.says("Dự thảo phương án bàn giao");
        // What the agencies cannot do by themselves stays the Centre's.
        let own = new.get(&owed).await;
        let (csrf, ban) =
            (own.between("name=\"csrf\" value=\"", "\""), own.between("name=\"ban\" value=\"", "\""));
        let forged = [&[("csrf", csrf.as_str()), ("ban", &ban)][..], &fields].concat();
        new.post(&target, &forged).await.says(domain::refusal::Refusal::MatterNotYours.to_string().as_str());
        new.does(&owed, "tra-loi", &[("noi-dung", "Thống nhất")]).await;
        let centre = world.officer("trungtam").await;
        centre.get(&owed).await.says("Bàn giao theo địa bàn").says("Thống nhất").hides("chuyen-ke-thua");
        centre
            .get("/lam-viec/phoi-hop/thong-ke?tu=2025-06-01&den=2025-07-31")
            .await
            .says("Dự thảo phương án bàn giao")
            .says("Trả lời muộn");
        // Who left nobody owes, too: the Centre chooses.
        let shown = centre.get(&orphan).await;
        shown.says("Đơn vị trả lời không còn hoạt động").says(&format!("value=\"{ward}\""));
        centre.does(&orphan, "chuyen-ke-thua", &fields).await;
        new.get(&orphan).await.says("Góp ý quy hoạch");
        world.must_be_whole().await;
    });
}
