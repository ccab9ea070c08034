//! Parts of other units that do not go as they were sent: silence before the next, the wrong unit, somebody who is away.

use domain::people::Role;

use super::{
    stand_in::{self, choice, name},
    turns::{Staff, later, staff},
};
use crate::world::{Answer, World, on_each};

/// The identifiers and names of other departments that may be asked.
async fn departments(staff: &Staff<'_>, page: &str) -> Vec<(String, String)> {
    let shown = staff.handler.get(page).await.text();
    let list = shown.split("id=\"don-vi-ph\"").nth(1).unwrap().split("</select>").next().unwrap();
    let option = |option: &str| {
        let (id, rest) = option.split_once('"').unwrap();
        (id.to_owned(), rest.split(['>', '<']).nth(1).unwrap().to_owned())
    };
    list.split("<option value=\"").skip(1).map(option).filter(|(_, name)| name.starts_with("Sở ")).collect()
}

/// Sends a part of `hours` to `unit`, after another if it is to wait.
async fn send(staff: &Staff<'_>, page: &str, unit: &str, kind: &str, after: Option<&str>) -> Answer {
    let mut fields = vec![
        ("don-vi-ph", unit),
        ("loai-ph", kind),
        ("noi-dung-ph", "Thẩm định chuyên ngành"),
        ("gio-ph", "8"),
    ];
    fields.extend(after.map(|no| ("sau-phan", no)));
    staff.handler.act(page, "phoi-hop", &fields).await
}

#[test]
fn after_silence_the_next_part_begins_and_the_dossier_is_settled() {
    // NĐ 61/2018 Điều 19.5.b, 19.6; rows C-23, C-24.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let units = departments(&staff, &page).await;
        send(&staff, &page, &units[0].0, "opinion", None).await;
        send(&staff, &page, &units[1].0, "leg", Some("1")).await;
        // Who is asked stands in the timeline.
        staff.handler.get(&page).await.says("Chờ phần trước").says(&format!("{}: Thẩm định", units[0].1));
        let silent = "/lam-viec/giam-sat/ho-so?so=khong-tra-loi";
        world.officer("trungtam").await.get(silent).await.says(": 0 hồ sơ");
        let staff = later(&world, "2023-08-24T08:00").await;
        let shown = staff.handler.get(&page).await;
        shown.says("Không trả lời trong hạn").hides("Chờ phần trước");
        // The Centre is told on its board; the silence is one click from its list.
        world.officer("trungtam").await.get(silent).await.says(": 1 hồ sơ").says("-230822-0001");
        let second = world.officer_of(&units[1].0, Role::Handler).await;
        second.get("/lam-viec?muc=phoi-hop").await.says("-230822-0001");
        second.does(&page, "nhan-phan-viec", &[("phan", "2")]).await;
        second.does(&page, "tra-loi-phan-viec", &[("phan", "2"), ("tra-loi-ph", "Đạt yêu cầu")]).await;
        staff.to_result(&page).await;
        staff.reception.get(&page).await.says("Đã có kết quả");
        let slip = staff.reception.get(&format!("{page}/phieu-kiem-soat")).await;
        assert!(slip.body.starts_with(b"%PDF"), "Mẫu 05");
        world.must_be_whole().await;
    });
}

#[test]
fn a_part_for_the_wrong_unit_is_declined_or_taken_back() {
    // NĐ 61/2018 Điều 19.5–19.7: the sender answers for it until it is confirmed.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let units = departments(&staff, &page).await;
        send(&staff, &page, &units[0].0, "leg", None).await;
        send(&staff, &page, &units[1].0, "leg", Some("1")).await;
        send(&staff, &page, &units[2].0, "leg", Some("2")).await;
        let wrong = world.officer_of(&units[0].0, Role::Handler).await;
        wrong.act(&page, "tu-choi-phan", &[("phan", "1")]).await.says("Ghi lý do từ chối.");
        let not_theirs = [("phan", "2"), ("ly-do-tcp", "Nhầm")];
        wrong.act(&page, "tu-choi-phan", &not_theirs).await.says("không có quyền");
        let reason = [("phan", "1"), ("ly-do-tcp", "Không thuộc chức năng của Sở")];
        wrong.does(&page, "tu-choi-phan", &reason).await;
        // Both sides read the reason; the part that waited begins.
        for reader in [&wrong, &staff.handler, &staff.leader] {
            let shown = reader.get(&page).await;
            shown.says("Từ chối tiếp nhận").says("Không thuộc chức năng của Sở");
        }
        wrong.get("/lam-viec?muc=phoi-hop").await.hides("-230822-0001");
        let second = world.officer_of(&units[1].0, Role::Handler).await;
        second.does(&page, "nhan-phan-viec", &[("phan", "2")]).await;
        let late = second.act(&page, "tu-choi-phan", &[("phan", "2"), ("ly-do-tcp", "x")]).await;
        late.says("không có quyền");
        // What was confirmed and not answered may still be taken back, by the sender only.
        let back = [("phan", "2"), ("ly-do-thp", "Gửi nhầm đơn vị")];
        second.act(&page, "thu-hoi-phan", &back).await.says("không có quyền");
        staff.handler.does(&page, "thu-hoi-phan", &back).await;
        second.get(&page).await.says("Đã thu hồi").says("Gửi nhầm đơn vị");
        second.get("/lam-viec?muc=phoi-hop").await.hides("-230822-0001");
        staff.handler.act(&page, "thu-hoi-phan", &back).await.says("đã kết thúc");
        let third = world.officer_of(&units[2].0, Role::Handler).await;
        third.does(&page, "tra-loi-phan-viec", &[("phan", "3"), ("tra-loi-ph", "Đạt")]).await;
        staff.to_result(&page).await;
        world.must_be_whole().await;
    });
}

#[test]
fn no_part_waits_for_somebody_who_is_away() {
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let units = departments(&staff, &page).await;
        send(&staff, &page, &units[0].0, "leg", None).await;
        let absent = world.officer_of(&units[0].0, Role::Handler).await;
        absent.does(&page, "nhan-phan-viec", &[("phan", "1")]).await;
        let (head, own) = (world.officer_of(&units[0].0, Role::DivisionHead).await, name(&absent).await);
        head.act(&page, "tra-loi-phan-viec", &[("phan", "1"), ("tra-loi-ph", "x")])
            .await
            .says("không có quyền");
        let post = choice(&head.get(stand_in::PAGE).await, "nguoi-vang", &own);
        let away = [
            ("viec", "ghi"),
            ("nguoi-vang", post.as_str()),
            ("tu-ngay", "2023-08-22"),
            ("den-ngay", "2023-08-30"),
            ("quyet-dinh", "Đơn nghỉ ốm"),
        ];
        head.does(stand_in::PAGE, "", &away).await;
        // Their head finds it, and the Centre; the unit that settles does not have to.
        let list = head.get("/lam-viec/don-vi/vang").await;
        list.says("-230822-0001").says("Phần 1").says(&own);
        world.officer("trungtam").await.get("/lam-viec/don-vi/vang").await.says("Phần 1").hides("/giao-lai");
        staff.head.get("/lam-viec/don-vi/vang").await.hides("-230822-0001");
        let form = list.text();
        let form = form.split("/giao-lai-phan").nth(1).unwrap();
        let person = form.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap();
        let give = [("phan", "1"), ("nguoi-glp", person), ("ly-do-glp", "Nghỉ ốm")];
        absent.act(&page, "giao-lai-phan", &give).await.says("không có quyền");
        head.does(&page, "giao-lai-phan", &give).await;
        head.get("/lam-viec/don-vi/vang").await.hides("-230822-0001");
        let other = world.officer_with(person).await;
        other.does(&page, "tra-loi-phan-viec", &[("phan", "1"), ("tra-loi-ph", "Đạt yêu cầu")]).await;
        staff.handler.get(&page).await.says("Đạt yêu cầu").says("Nghỉ ốm");
        world.must_be_whole().await;
    });
}
