//! The life of a procedure: announced, built, checked, configured, posted; published with another limit; abolished and taken
//! down.

use axum::http::StatusCode;
use domain::people::Role;
use kit::testing::smtp::StandIn;

use super::{
    browser::{form, set, with},
    catalogue::{EDITOR, RECORD, import, mended, page_of},
    counter::{APPLICANT, receive},
    flow::follow,
    notices::{address, letters},
};
use crate::world::{AT_ONCE, BY_DEPARTMENT, Visitor, World, at, on_each};

const ANNOUNCE: &str = "/lam-viec/thu-tuc/cong-bo/moi";

/// The fields of a decision for Sở Tư pháp, as the form at hand carries them.
async fn decision(by: &Visitor<'_>, number: &str, days: (&str, &str)) -> Vec<(String, String)> {
    let page = by.get(ANNOUNCE).await;
    let mut fields = form(&page.text(), "<form class=\"narrow\"");
    let unit = page.text();
    if let Some(option) = unit.split("<option value=\"").find(|part| part.contains(">Sở Tư pháp<")) {
        set(&mut fields, "don-vi", option.split('"').next().unwrap());
    }
    for (name, value) in [
        ("so", number),
        ("nguoi-ky", "UBND tỉnh"),
        ("ngay-ky", days.0),
        ("hieu-luc", days.1),
        ("trinh-tu", "thuong"),
    ] {
        set(&mut fields, name, value);
    }
    fields
}

/// The page of the task whose row in the list at `path` says `title`.
async fn task(by: &Visitor<'_>, path: &str, title: &str) -> String {
    let list = by.get(path).await.text();
    let row = list.split("<tr data-row>").find(|row| row.contains(title)).unwrap_or_else(|| panic!("{list}"));
    row.split("data-open href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Publishes the usual process for the procedure at the draft page `made`.
pub async fn approve(admin: &Visitor<'_>, made: &str) {
    let mut fields = form(&admin.get(made).await.text(), "<form method=\"post\" class=\"editor");
    set(&mut fields, "so-quyet-dinh", "12/QĐ-UBND");
    set(&mut fields, "ngay-quyet-dinh", "2023-08-21");
    let done = admin.post(made, &with(&fields, "luu-cong-bo")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

#[test]
fn a_new_procedure_goes_from_announcement_to_posting_with_one_duty_missed() {
    // Điều 3.1.a–b, 4.1.a–b; rows C-07, C-10, C-11, C-40, C-52.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let mut fields = decision(&centre, "1490/QĐ-UBND", ("18/8/2023", "18/8/2023")).await;
        set(&mut fields, "moi", "1.99");
        let refused = centre.post(ANNOUNCE, &with(&fields, "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("không phải là mã thủ tục").says("1490/QĐ-UBND");
        set(&mut fields, "moi", "1.999001");
        centre.post(ANNOUNCE, &with(&fields, "")).await.says("Ghi tên của thủ tục 1.999001.");
        set(&mut fields, "moi", "1.999001 Cấp bản sao văn bằng");
        // A double click enters it once.
        let mut page = String::new();
        for _ in 0..2 {
            let done = centre.post(ANNOUNCE, &with(&fields, "")).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
            page = done.location;
        }
        assert_eq!(world.count("SELECT count(*) FROM announcement").await, 1);
        assert_eq!(world.count("SELECT count(*) FROM task").await, 7);
        centre
            .get(&page)
            .await
            .says("1490/QĐ-UBND")
            .says("Nhập, đăng tải")
            .says("Trung tâm kiểm tra quy trình");
        let again = decision(&centre, "1490/QĐ-UBND", ("18/8/2023", "18/8/2023")).await;
        let mut again: Vec<_> = again;
        set(&mut again, "moi", "1.999001 Cấp bản sao văn bằng");
        centre.post(ANNOUNCE, &with(&again, "")).await.says("đã được nhập");

        // The agency sees its own, another sees nothing.
        let agency = world.officer("chuyenvien").await;
        let enter = task(&agency, "/lam-viec/thu-tuc", "Nhập, đăng tải").await;
        // Signed on a Friday, due the next Friday.
        agency.get(&enter).await.says("thứ Sáu, 25/8/2023, 17:00");
        let cashier = world.officer("thungan").await;
        assert_eq!(cashier.get(&enter).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cashier.get("/lam-viec/thu-tuc").await.status, StatusCode::FORBIDDEN);
        agency.does(&enter, "bao-xong", &[("noi-dung", "Đã nhập ngày 23/8")]).await;
        agency.get(&enter).await.says("Chờ Trung tâm kiểm tra").hides("/xac-nhan");
        centre.get("/lam-viec/thu-tuc").await.says("Nhập, đăng tải");
        centre.does(&enter, "xac-nhan", &[("noi-dung", "")]).await;
        centre.get(&enter).await.says("Đã xong").says("Đã nhập ngày 23/8");

        // A working day before the deadline who is to build it is warned (Điều 3.1.a).
        world.ring().await;
        world.clock.set(at("2023-08-24T08:00"));
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'task_warned'").await, 3);

        // Nobody builds the process in five working days: the task turns red and the log says so.
        world.clock.set(at("2023-08-28T08:00"));
        world.ring().await;
        let agency = world.officer("chuyenvien").await;
        agency.get("/lam-viec/thu-tuc?muc=qua-han").await.says("Xây dựng quy trình").says("quá hạn");
        let build = task(&agency, "/lam-viec/thu-tuc", "Xây dựng quy trình").await;
        agency
            .get(&build)
            .await
            .says("Sắp đến hạn")
            .says("Quá hạn mà chưa xong")
            .says("Đã quá hạn")
            .hides("bao-xong");
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/thu-tuc?muc=qua-han").await.says("Xây dựng quy trình");
        centre.get("/lam-viec/thu-tuc/do-phu").await.says("1.999001").says("chưa");

        // Two working days later still nothing is done, and the Centre is told.
        world.clock.set(at("2023-08-30T08:00"));
        world.ring().await;
        let (agency, centre) = (world.officer("chuyenvien").await, world.officer("trungtam").await);
        centre.get("/lam-viec/thu-tuc?muc=qua-han").await.says("Quá hạn, đã báo Trung tâm");
        world.ring().await;
        let missed = "SELECT count(*) FROM event WHERE kind = 'task_missed'";
        let noted = world.count(missed).await;

        // What the IT department has to do is in its own list, and makes no agency late.
        let admin = world.officer("quantri").await;
        let own = admin.get("/lam-viec/thu-tuc").await;
        own.says("Cấu hình quy trình điện tử").says("Công bố nội dung").hides("Xây dựng quy trình");
        admin.get("/lam-viec/hom-nay").await.says("Việc về thủ tục hành chính: 2").hides("Hồ sơ quá hạn");
        agency
            .get("/lam-viec/thu-tuc")
            .await
            .says("Chạy thử quy trình")
            .hides("Cấu hình quy trình điện tử, giao");

        // Built, sent, checked, configured, tried.
        let ticket = task(&agency, "/lam-viec/thu-tuc/cau-hinh", "1.999001").await;
        let sent = [("noi-dung", "QĐ 12/QĐ-UBND"), ("tep", "file:quy-trinh.bpmn:<xml/>")];
        agency.does(&ticket, "gui", &sent).await;
        agency.get(&build).await.says("Hệ thống ghi nhận đã xong");
        let file =
            centre.get(&ticket).await.between("<p class=\"note\"><a class=\"govuk-link\" href=\"", "\"");
        assert_eq!(centre.get(&file).await.text(), "<xml/>");
        centre.does(&ticket, "kiem-tra", &[]).await;
        admin.does(&ticket, "cau-hinh", &[]).await;
        let early = admin.act(&ticket, "giao-thu", &[]).await;
        early.says("chưa có quy trình đang áp dụng khớp với thời hạn");
        import(&admin, "thu-tuc", RECORD).await;
        let draft = page_of(&admin, "trang-thai=draft&q=1.999001").await;
        let fields = mended(&admin, &draft).await;
        assert_eq!(admin.post(&draft, &with(&fields, "luu-cong-bo")).await.status, StatusCode::SEE_OTHER);
        approve(&admin, &admin.does(&draft, "", &[("viec", "lap-quy-trinh")]).await.location).await;
        admin.does(&ticket, "giao-thu", &[]).await;
        admin.get("/lam-viec/thu-tuc").await.hides("Cấu hình quy trình điện tử, giao");
        agency.does(&ticket, "van-hanh", &[("noi-dung", "Hồ sơ thử chạy đủ 6 bước")]).await;

        // Posted: the last task ends by itself.
        let places = "/lam-viec/thu-tuc/niem-yet";
        let place = agency.get(places).await;
        let id = place.between("name=\"ma\" value=\"", "\"");
        agency.does(places, "", &[("ma", &id), ("loai", "bang"), ("ten", "Bảng ở sảnh")]).await;
        let place = format!("{places}/{id}");
        let wrong = agency.act(&place, "niem-yet", &[("ma-thu-tuc", "1.999999")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("không phải là thủ tục đang công bố");
        agency.does(&place, "niem-yet", &[("ma-thu-tuc", "1.999001")]).await;
        agency.get(&format!("{place}/bang")).await.says("<svg").says("Cấp bản sao văn bằng");
        let open = "SELECT count(*) FROM task WHERE state <> 'done'";
        assert_eq!(world.count(open).await, 0, "{}", centre.get(&page).await.text());
        centre.get("/lam-viec/thu-tuc/do-phu").await.hides("1.999001").says("Sở Tư pháp");
        world.clock.set(at("2023-12-01T08:00"));
        world.ring().await;
        assert_eq!(world.count(missed).await, noted, "what is done is never missed again");
        world.must_be_whole().await;
    });
}

#[test]
fn a_version_with_another_limit_is_not_received_until_its_process_is_mended() {
    // Row C-08: publishing another limit may not silently leave a process that does not add up.
    on_each(async |world: World| {
        let (admin, reception) = (world.officer("quantri").await, world.officer("tiepnhan").await);
        let old = page_of(&admin, &format!("trang-thai=published&q={BY_DEPARTMENT}")).await;
        let next = admin.does(&old, "", &[("viec", "ban-moi")]).await.location;
        let mut fields = form(&admin.get(&next).await.text(), EDITOR);
        for way in ["w0", "w1", "w2"] {
            set(&mut fields, &format!("{way}-so"), "5");
            set(&mut fields, &format!("{way}-dung"), "1");
        }
        assert_eq!(admin.post(&next, &with(&fields, "luu")).await.status, StatusCode::SEE_OTHER);
        // The page warns before it is published.
        admin.get(&next).await.says("không khớp").says("thời hạn là 40 giờ: vượt 56 giờ");
        let done =
            admin.post(&next, &with(&form(&admin.get(&next).await.text(), EDITOR), "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let mut intake = APPLICANT.to_vec();
        for item in ["0", "1", "2", "3"] {
            intake.push(("co", item));
        }
        intake.extend(["chinh-0", "chinh-1", "chinh-2", "chinh-3"].map(|name| (name, "1")));
        intake.push(("viec", "tiep-nhan"));
        let desk = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let refused = reception.act(&desk, "", &intake).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("không khớp với thời hạn đang công bố").says("vượt 56 giờ");
        // Its agency is told.
        let agency = world.officer("chuyenvien").await;
        let mend = task(&agency, "/lam-viec/thu-tuc", "Sửa quy trình").await;
        agency.get(&mend).await.says("vượt 56 giờ").says("thứ Ba, 29/8/2023");
        // A process that adds up is published: the task ends, and the desk receives again.
        approve(
            &admin,
            &admin.does("/quan-tri/quy-trinh/moi", "", &[("thu-tuc", BY_DEPARTMENT)]).await.location,
        )
        .await;
        agency.get(&mend).await.says("Đã xong");
        receive(&reception, &[]).await;
        world.must_be_whole().await;
    });
}

#[test]
fn an_abolished_procedure_is_refused_the_day_after_its_last_and_taken_down_everywhere() {
    // NĐ 63/2010 Điều 14.2; rows C-11, C-41, C-43.
    on_each(async |world: World| {
        let agency = world.officer("chuyenvien").await;
        let places = "/lam-viec/thu-tuc/niem-yet";
        let id = agency.get(places).await.between("name=\"ma\" value=\"", "\"");
        agency.does(places, "", &[("ma", &id), ("loai", "man-hinh"), ("ten", "Màn hình ở cửa")]).await;
        let place = format!("{places}/{id}");
        agency.does(&place, "niem-yet", &[("ma-thu-tuc", BY_DEPARTMENT)]).await;
        let mut fields = decision(&agency, "1491/QĐ-UBND", ("22/8/2023", "25/8/2023")).await;
        set(&mut fields, "bai-bo", BY_DEPARTMENT);
        let done = agency.post(ANNOUNCE, &with(&fields, "")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        agency.get(&place).await.says("Hết hiệu lực sau 24/8/2023");

        // Received on the last day; refused the day after, even before the job has come round.
        world.clock.set(at("2023-08-24T16:00"));
        world.ring().await;
        let reception = world.officer("tiepnhan").await;
        let dossier = receive(&reception, &[]).await;
        world.clock.set(at("2023-08-25T07:30"));
        let reception = world.officer("tiepnhan").await;
        let mut intake = APPLICANT.to_vec();
        for item in ["0", "1", "2", "3"] {
            intake.push(("co", item));
        }
        intake.extend(["chinh-0", "chinh-1", "chinh-2", "chinh-3"].map(|name| (name, "1")));
        intake.push(("viec", "tiep-nhan"));
        let desk = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let refused = reception.act(&desk, "", &intake).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("đã hết hiệu lực sau ngày 24/8/2023");
        let public = format!("/thu-tuc/{BY_DEPARTMENT}");
        let visitor = world.visitor();
        assert_eq!(visitor.get(&public).await.status, StatusCode::NOT_FOUND);
        visitor.get(&format!("/thu-tuc?q={BY_DEPARTMENT}")).await.hides(&public);
        world.ring().await;
        assert_eq!(visitor.get(&public).await.status, StatusCode::NOT_FOUND);
        // What was received goes on.
        reception.does(&dossier, "chuyen", &[]).await;

        // The place is to take it down, within a working day.
        let agency = world.officer("chuyenvien").await;
        agency.get(&place).await.says("Hết hiệu lực: phải gỡ");
        let down = task(&agency, "/lam-viec/thu-tuc", "Gỡ niêm yết").await;
        agency.get(&down).await.says("Màn hình ở cửa");
        agency.does(&place, "go", &[("thu-tuc", BY_DEPARTMENT)]).await;
        agency.get(&down).await.says("Hệ thống ghi nhận đã xong");

        // Nobody inspects in August: red in September; what September finds becomes a task.
        world.clock.set(at("2023-09-05T08:00"));
        let centre = world.officer("trungtam").await;
        centre.get(places).await.says("Không kiểm tra").says("Chưa kiểm tra");
        let empty = [("nhan-xet", "Đã xem"), ("anh", "file:a.jpg:")];
        centre.act(&place, "kiem-tra", &empty).await.says("Tệp trống.");
        let silent = centre.act(&place, "kiem-tra", &[("nhan-xet", "")]).await;
        silent.says("Ghi đã xem gì và thấy thế nào.");
        let found = [("nhan-xet", "Đủ bảng"), ("sai-lech", "1.001216 còn tờ cũ ở cửa")];
        centre.does(&place, "kiem-tra", &found).await;
        centre.get(&place).await.says("Tháng 9/2023: 5/9/2023").hides("Kiểm tra tháng này");
        let agency = world.officer("chuyenvien").await;
        task(&agency, "/lam-viec/thu-tuc", "Khắc phục sai lệch").await;
        world.must_be_whole().await;
    });
}

#[test]
fn only_its_own_agency_abolishes_a_procedure_and_a_later_decision_lifts_its_end() {
    // NĐ 63/2010 Điều 14; row C-43.
    on_each(async |world: World| {
        let ends = "SELECT count(*) FROM procedure WHERE ends_on IS NOT NULL";
        let ward = world.stranger(Role::Handler).await;
        let mut fields = decision(&ward, "5/QĐ-UBND", ("22/8/2023", "25/8/2023")).await;
        set(&mut fields, "bai-bo", BY_DEPARTMENT);
        let refused = ward.post(ANNOUNCE, &with(&fields, "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("do đơn vị khác giải quyết");
        assert_eq!(world.count(ends).await, 0);

        let agency = world.officer("chuyenvien").await;
        for (number, change, ended) in [("1491/QĐ-UBND", "bai-bo", 1), ("1492/QĐ-UBND", "sua-doi", 0)] {
            let mut fields = decision(&agency, number, ("22/8/2023", "25/8/2023")).await;
            set(&mut fields, change, BY_DEPARTMENT);
            let done = agency.post(ANNOUNCE, &with(&fields, "")).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
            assert_eq!(world.count(ends).await, ended, "{number}");
        }
        // The job of the day that was lifted does nothing.
        world.clock.set(at("2023-08-25T07:30"));
        world.ring().await;
        receive(&world.officer("tiepnhan").await, &[]).await;
        world.must_be_whole().await;
    });
}

#[test]
fn what_the_nation_says_is_compared_and_reviews_are_decided() {
    // Rows C-06, C-09, C-53; Quy chế 1267 Điều 2.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        // The copy says another limit for one, has one more, and lacks the others.
        let record = motcua::demo::data::CATALOGUE
            .lines()
            .find(|line| line.contains(&format!("\"ma\":\"{BY_DEPARTMENT}\"")))
            .unwrap()
            .replace("\"so\":12,", "\"so\":10,");
        import(&admin, "csdl-quoc-gia", &format!("{record}\n{RECORD}")).await;
        let here = "/lam-viec/thu-tuc/doi-chieu";
        let list = admin.get(here).await;
        list.says("Trực tiếp: 12 ngày làm việc").says("Trực tiếp: 10 ngày làm việc");
        list.says("Quy trình sẽ không khớp")
            .says("vượt 16 giờ")
            .says("Thiếu ở tỉnh")
            .says("Thừa so với quốc gia");
        // What is not there, the Centre may have reviewed.
        let centre = world.officer("trungtam").await;
        centre
            .get(here)
            .await
            .says("/lam-viec/thu-tuc/ra-soat/moi?thu-tuc=2.000950")
            .says("Rà soát để đề xuất bãi bỏ");
        // An agency sees what is its own, and with the Centre asks for the national value; only the keeper makes drafts.
        assert_eq!(world.officer("thungan").await.get(here).await.status, StatusCode::FORBIDDEN);
        let agency = world.officer("chuyenvien").await;
        let limit = format!("{BY_DEPARTMENT}:thoi-han");
        agency.get(here).await.says(BY_DEPARTMENT).hides("2.000950");
        let own = [("chon", limit.as_str()), ("ly-do", "Luật đã rút ngắn")];
        agency.get(here).await.hides("/chap-nhan");
        assert_eq!(agency.act(here, "lay", &own).await.status, StatusCode::FORBIDDEN);
        let silent = agency.act(here, "de-nghi", &[("chon", limit.as_str()), ("ly-do", "")]).await;
        silent.says("Cần ghi rõ lý do.");
        let other = [("chon", "2.000950:"), ("ly-do", "Của đơn vị khác")];
        assert_ne!(agency.act(here, "de-nghi", &other).await.status, StatusCode::SEE_OTHER);
        agency.does(here, "de-nghi", &own).await;
        let asked = format!("{here}?muc=asked");
        admin.get(&asked).await.says("Sở Tư pháp: Luật đã rút ngắn").says("Quy trình sẽ không khớp");
        // Taken, it is a draft and nothing more.
        let csrf = list.between("name=\"csrf\" value=\"", "\"");
        let taken = admin.post(&format!("{here}/lay"), &[("csrf", &csrf), ("chon", &limit)]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
        admin.get(&taken.location).await.says("Bản nháp").says("không khớp");
        let published = "SELECT count(*) FROM procedure WHERE state = 'published' AND version > 1";
        assert_eq!(world.count(published).await, 0);
        let none = admin.act(here, "lay", &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was ticked");
        let accept = format!("{here}/chap-nhan");
        let extra = [("csrf", csrf.as_str()), ("chon", "2.000950:"), ("chon", "1.010386:")];
        let silent = admin.post(&accept, &extra).await;
        silent.says("Cần ghi rõ lý do.");
        // Several at once.
        admin.post(&accept, &[&extra[..], &[("ly-do", "Đặc thù của tỉnh")]].concat()).await;
        admin.get(&format!("{here}?muc=accepted")).await.says("2.000950").says("1.010386");
        admin.get(&format!("{here}?muc=accepted")).await.says("Đặc thù của tỉnh");
        // The next morning nothing new is found, and what was accepted stays so.
        world.clock.set(at("2023-08-23T06:00"));
        world.ring().await;
        let admin = world.officer("quantri").await;
        admin.get(&format!("{here}?muc=accepted")).await.says("Đặc thù của tỉnh");
        assert_eq!(world.count("SELECT count(*) FROM job WHERE kind = 'mirror.compare'").await, 1);
        // A file that only takes something away is taken in, too.
        let copied = "SELECT count(*) FROM national_procedure";
        assert_eq!(world.count(copied).await, 2);
        import(&admin, "csdl-quoc-gia", &record).await;
        assert_eq!(world.count(copied).await, 1);

        // A plan of review: ticked in the list, proposed by the unit, decided by the Centre.
        let centre = world.officer("trungtam").await;
        let stale = centre.get("/lam-viec/thu-tuc/ra-soat/lau").await;
        stale.says(&format!("name=\"thu-tuc\" value=\"{BY_DEPARTMENT}\"")).says("chưa lần nào");
        let moi = "/lam-viec/thu-tuc/ra-soat/moi";
        centre
            .get(&format!("{moi}?thu-tuc={BY_DEPARTMENT}&thu-tuc=2.000950&thu-tuc=%3Cb"))
            .await
            .says(&format!("{BY_DEPARTMENT}\n2.000950</textarea>"));
        let ma = centre.get(moi).await.between("name=\"ma\" value=\"", "\"");
        let wrong = centre.act(moi, "", &[("ma", &ma), ("ten", "Năm 2023"), ("thu-tuc", "1.99")]).await;
        wrong.says("1.99 không phải là thủ tục đang công bố.").says("Ghi ngày phải xong");
        let fields =
            [("ma", ma.as_str()), ("ten", "Năm 2023"), ("han", "30/9/2023"), ("thu-tuc", BY_DEPARTMENT)];
        let plan = centre.does(moi, "", &fields).await.location;
        let agency = world.officer("chuyenvien").await;
        let item = task(&agency, &plan, BY_DEPARTMENT).await;
        let nothing = [("de-xuat", "cat-giam"), ("noi-dung", "Bỏ một bước")];
        agency.act(&item, "de-xuat", &nothing).await.says("Đề xuất cắt giảm phải ghi");
        let cut = [("de-xuat", "cat-giam"), ("noi-dung", "Bỏ một bước"), ("giam-ngay", "2")];
        agency.does(&item, "de-xuat", &cut).await;
        centre.get(&item).await.says("2 ngày làm việc");
        centre.does(&item, "quyet-dinh", &[("de-xuat", "cat-giam"), ("noi-dung", "QĐ 9/QĐ-UBND")]).await;
        agency.get(&item).await.says("QĐ 9/QĐ-UBND").hides("Sửa đề xuất");
        // What was decided is to be announced by the agency; the announcement ends that by itself (NĐ 63/2010 Điều 13, 30).
        let follow = task(&agency, "/lam-viec/thu-tuc", "Trình công bố sửa đổi").await;
        agency.get(&follow).await.says("Cắt giảm thời gian, giấy tờ, phí: QĐ 9/QĐ-UBND").says(&plan);
        let mut fields = decision(&agency, "1501/QĐ-UBND", ("22/8/2023", "25/8/2023")).await;
        set(&mut fields, "sua-doi", BY_DEPARTMENT);
        assert_eq!(agency.post(ANNOUNCE, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        agency.get(&follow).await.says("Hệ thống ghi nhận đã xong");
        centre.get("/lam-viec/thu-tuc/ra-soat/lau").await.hides(BY_DEPARTMENT);

        // An idea, adopted; no dossier was settled yet, so nothing is claimed.
        let ideas = "/lam-viec/thu-tuc/sang-kien";
        let ma = agency.get(ideas).await.between("name=\"ma\" value=\"", "\"");
        let told = [
            ("ma", ma.as_str()),
            ("tieu-de", "Bỏ bản sao"),
            ("thu-tuc", BY_DEPARTMENT),
            ("noi-dung", "Đã có trong kho"),
            ("giam-giay-to", "1"),
        ];
        let idea = agency.does(ideas, "", &told).await.location;
        agency.get(&idea).await.says("Chờ quyết định").hides("/quyet-dinh");
        let adopted = [("quyet-dinh", "adopted"), ("noi-dung", "Đồng ý"), ("ngay", "1/9/2023")];
        centre.does(&idea, "quyet-dinh", &adopted).await;
        agency.get(&idea).await.says("1 giấy tờ").says("3 tháng từ khi áp dụng").says("chưa có hồ sơ");
        centre.get("/lam-viec/thu-tuc/trung-lap").await.says("Thủ tục yêu cầu cùng giấy tờ: 0");
        world.must_be_whole().await;
    });
}

#[test]
fn who_is_late_with_a_task_or_a_review_is_warned_then_its_head_and_then_the_centre() {
    // Điều 3.1.a, 4.1.d; rows C-06, C-07, C-40.
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        let world = world.with_mail(&stand_in.server());
        for (login, email) in [
            ("quantri", "qt@stttt.vn"),
            ("chuyenvien", "cv@stp.vn"),
            ("lanhdao", "ld@stp.vn"),
            ("giamdoc", "gd@tt.vn"),
        ] {
            address(&world.officer(login).await, email).await;
        }
        let centre = world.officer("trungtam").await;
        let mut fields = decision(&centre, "1490/QĐ-UBND", ("18/8/2023", "18/8/2023")).await;
        set(&mut fields, "moi", "1.999001 Cấp bản sao văn bằng");
        assert_eq!(centre.post(ANNOUNCE, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        let moi = "/lam-viec/thu-tuc/ra-soat/moi";
        let ma = centre.get(moi).await.between("name=\"ma\" value=\"", "\"");
        let plan =
            [("ma", ma.as_str()), ("ten", "Năm 2023"), ("han", "25/8/2023"), ("thu-tuc", BY_DEPARTMENT)];
        let plan = centre.does(moi, "", &plan).await.location;
        let about = |to: &str, words: &str| {
            let all = letters(&stand_in, to);
            all.iter().filter(|text| text.contains(words)).count()
        };
        world.ring().await;
        assert_eq!(stand_in.taken().len(), 0, "nothing is due yet");
        world.clock.set(at("2023-08-24T08:00"));
        world.ring().await;
        assert_eq!(about("qt@stttt.vn", "Sắp đến hạn: công bố nội dung thủ tục"), 1);
        assert_eq!(about("cv@stp.vn", "Sắp đến hạn: xây dựng quy trình"), 1);
        assert_eq!(about("cv@stp.vn", "Sắp đến hạn: rà soát thủ tục"), 1);
        assert_eq!(about("cv@stp.vn", "công bố nội dung"), 0, "the IT department does that");
        assert_eq!(about("ld@stp.vn", ""), 0);
        world.clock.set(at("2023-08-28T08:00"));
        world.ring().await;
        assert_eq!(about("ld@stp.vn", "Quá hạn mà chưa xong: xây dựng quy trình"), 1);
        assert_eq!(about("ld@stp.vn", "Quá hạn mà chưa xong: rà soát thủ tục"), 1);
        assert_eq!(about("ld@stp.vn", "công bố nội dung"), 0, "nor is the agency late with it");
        assert_eq!(about("qt@stttt.vn", "Quá hạn mà chưa xong: công bố nội dung"), 1);
        assert_eq!(about("gd@tt.vn", "Quá hạn, đã báo Trung tâm"), 0);
        world.clock.set(at("2023-08-30T08:00"));
        world.ring().await;
        assert_eq!(about("gd@tt.vn", "Quá hạn, đã báo Trung tâm: rà soát thủ tục"), 1);
        assert_eq!(about("gd@tt.vn", "Quá hạn, đã báo Trung tâm: công bố nội dung"), 1);
        let centre = world.officer("trungtam").await;
        centre.get(&plan).await.says("Quá hạn, đã báo Trung tâm");
        // What the day asks is as long as its list, for the unit and for the Centre.
        let agency = world.officer("chuyenvien").await;
        agency.get("/lam-viec/hom-nay").await.says("Thủ tục phải rà soát: 1");
        let item = task(&agency, "/lam-viec/thu-tuc/ra-soat/viec", BY_DEPARTMENT).await;
        let found = [("de-xuat", "giu"), ("noi-dung", "Cần thiết, hợp lý")];
        agency.does(&item, "de-xuat", &found).await;
        agency.get("/lam-viec/hom-nay").await.says("Thủ tục phải rà soát: 0");
        agency.get("/lam-viec/thu-tuc/ra-soat/viec").await.hides(BY_DEPARTMENT);
        centre.get("/lam-viec/hom-nay").await.says("Thủ tục phải rà soát: 1");
        centre
            .get("/lam-viec/thu-tuc/ra-soat/viec")
            .await
            .says("Đề xuất rà soát chờ quyết định")
            .says(BY_DEPARTMENT);
        world.must_be_whole().await;
    });
}

#[test]
fn procedures_that_ask_for_the_same_are_found_reviewed_or_said_to_be_none() {
    // Quy chế 1267 Điều 2: "đảm bảo không trùng lặp, chồng chéo nhiệm vụ"; row C-53.
    on_each(async |world: World| {
        let (admin, centre) = (world.officer("quantri").await, world.officer("trungtam").await);
        let here = "/lam-viec/thu-tuc/trung-lap";
        let record = motcua::demo::data::CATALOGUE
            .lines()
            .find(|line| line.contains(&format!("\"ma\":\"{BY_DEPARTMENT}\"")))
            .unwrap()
            .replace(BY_DEPARTMENT, "1.999777");
        import(&admin, "thu-tuc", &record).await;
        let draft = page_of(&admin, "trang-thai=draft&q=1.999777").await;
        let mut fields = form(&admin.get(&draft).await.text(), EDITOR);
        for part in ["khong-mau_don", "khong-yeu_cau_dieu_kien"] {
            set(&mut fields, part, "1");
        }
        let done = admin.post(&draft, &with(&fields, "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let list = centre.get(here).await;
        list.says("Thủ tục yêu cầu cùng giấy tờ: 1").says("Giống hệt").says("href=\"/thu-tuc/1.999777\"");
        let both = format!("/lam-viec/thu-tuc/ra-soat/moi?thu-tuc={BY_DEPARTMENT}&thu-tuc=1.999777");
        list.says(&both);
        centre.get(&both).await.says(&format!("{BY_DEPARTMENT}\n1.999777</textarea>"));
        let pair = [("mot", "1.999777"), ("hai", BY_DEPARTMENT), ("ly-do", "")];
        centre.act(here, "", &pair).await.says("Cần ghi rõ lý do.");
        let pair = [("mot", "1.999777"), ("hai", BY_DEPARTMENT), ("ly-do", "Hai đối tượng khác nhau")];
        let province = world.officer("ubndtinh").await;
        province.get(here).await.hides("Đã xem xét: không trùng");
        let csrf = province.get(here).await.between("name=\"csrf\" value=\"", "\"");
        let refused = province.post(here, &[&pair[..], &[("csrf", &csrf)]].concat()).await;
        assert_ne!(refused.status, StatusCode::SEE_OTHER);
        centre.does(here, "", &pair).await;
        centre.get(here).await.says("Thủ tục yêu cầu cùng giấy tờ: 0").says("Hai đối tượng khác nhau");
        let logged = "SELECT count(*) FROM event WHERE kind = 'overlap_dismissed'";
        assert_eq!(world.count(logged).await, 1);
        centre.does(here, "", &[("viec", "dua-lai"), ("mot", BY_DEPARTMENT), ("hai", "1.999777")]).await;
        centre.get(here).await.says("Thủ tục yêu cầu cùng giấy tờ: 1").hides("Hai đối tượng khác nhau");
        world.must_be_whole().await;
    });
}

#[test]
fn a_review_tells_what_a_year_saves_and_the_comparison_what_hangs_on_a_procedure() {
    // NĐ 63/2010 Điều 24, 28; rows C-06, C-09.
    on_each(async |world: World| {
        receive(&world.officer("tiepnhan").await, &[]).await;
        world.clock.set(at("2023-09-05T08:00"));
        follow(&world).await;
        let (admin, centre) = (world.officer("quantri").await, world.officer("trungtam").await);
        let moi = "/lam-viec/thu-tuc/ra-soat/moi";
        let ma = centre.get(moi).await.between("name=\"ma\" value=\"", "\"");
        let codes = format!("{BY_DEPARTMENT} {AT_ONCE}");
        let fields = [("ma", ma.as_str()), ("ten", "Năm 2023"), ("han", "30/9/2023"), ("thu-tuc", &codes)];
        let plan = centre.does(moi, "", &fields).await.location;
        centre.get(&plan).await.hides("Giảm được mỗi năm");
        let agency = world.officer("chuyenvien").await;
        let item = task(&agency, &plan, BY_DEPARTMENT).await;
        let cut =
            [("de-xuat", "cat-giam"), ("noi-dung", "Bỏ một bước"), ("giam-ngay", "2"), ("giam-phi", "8.000")];
        agency.does(&item, "de-xuat", &cut).await;
        agency.get(&item).await.says("2 ngày làm việc, 8.000 đ (1 hồ sơ trong 12 tháng qua)");
        centre.get(&plan).await.says("Giảm được mỗi năm").says("2 ngày làm việc, 8.000 đ.");
        centre.does(&item, "quyet-dinh", &[("de-xuat", "giu"), ("noi-dung", "QĐ 9/QĐ-UBND")]).await;
        centre.get(&plan).await.hides("Giảm được mỗi năm");
        assert_eq!(
            world.count("SELECT count(*) FROM task WHERE kind = 'trinh-cong-bo'").await,
            0,
            "it stays"
        );
        let record = motcua::demo::data::CATALOGUE
            .lines()
            .find(|line| line.contains(&format!("\"ma\":\"{BY_DEPARTMENT}\"")))
            .unwrap()
            .replace("\"so\":12,", "\"so\":10,");
        import(&admin, "csdl-quoc-gia", &record).await;
        let list = admin.get("/lam-viec/thu-tuc/doi-chieu").await;
        list.says("1 hồ sơ đang giải quyết vẫn theo bản cũ").says("Quy trình sẽ không khớp");
    });
}
