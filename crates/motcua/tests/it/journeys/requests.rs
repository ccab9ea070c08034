//! What the Centre asks is chosen and answered as it was asked, of several units at once; an obstacle has its ground, is joined and
//! parted, and is decided with a task.

use axum::http::StatusCode;
use domain::people::Role;

use super::{browser::form, ladder::held};
use crate::world::{Visitor, World, at, on_each};

const NEW: &str = "/lam-viec/phoi-hop/moi";

/// The hidden fields of the form at `path`, and the units it offers.
async fn hidden(who: &Visitor<'_>, path: &str) -> (Vec<(String, String)>, Vec<String>) {
    let page = who.get(path).await.text();
    let fields = form(&page, "<form class=\"narrow\"");
    let kept = fields.into_iter().filter(|(name, _)| ["csrf", "ma"].contains(&name.as_str())).collect();
    let units = page.split("name=\"don-vi\" value=\"").skip(1);
    let units = units.map(|one| one.split('"').next().unwrap().to_owned());
    (kept, units.collect())
}

fn with<'a>(hidden: &'a [(String, String)], typed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed.iter().copied()).collect()
}

#[test]
fn several_units_are_asked_with_one_form() {
    // Điều 4.1.d; row C-37.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let (kept, units) = hidden(&centre, &format!("{NEW}?loai=de-nghi")).await;
        let typed = [
            ("loai", "de-nghi"),
            ("don-vi", units[0].as_str()),
            ("don-vi", units[1].as_str()),
            ("tieu-de", "Số hồ sơ tồn đọng"),
            ("noi-dung", "Đề nghị báo cáo"),
            ("ngay", "3"),
        ];
        let refused = centre.post(NEW, &with(&kept, &typed)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Chọn nội dung đề nghị.");
        let chosen = |mark: &str| refused.text().matches(&format!("\" {mark}>")).count();
        assert_eq!((chosen("selected"), chosen("checked")), (2, 2), "kind, days and both units stay chosen");
        let asked = [&typed[..], &[("hoi", "tinh-trang"), ("hoi", "nguyen-nhan")]].concat();
        for _ in 0..2 {
            assert_eq!(centre.post(NEW, &with(&kept, &asked)).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(world.count("SELECT count(DISTINCT to_unit_id) FROM matter").await, 2, "one each, once");
        assert_eq!(world.count("SELECT count(*) FROM matter").await, 2);
        world.must_be_whole().await;
    });
}

#[test]
fn an_answer_has_the_fields_that_were_asked_for_and_knows_the_proposal_about_the_dossier() {
    // Điều 4.1.d; rows C-37, C-47.
    on_each(async |world: World| {
        let page = held(&world).await;
        let dossier = page.rsplit('/').next().unwrap();
        let centre = world.officer("trungtam").await;
        let (kept, _) = hidden(&centre, &format!("{NEW}?loai=de-nghi&ho-so={dossier}")).await;
        let typed = [
            ("loai", "de-nghi"),
            ("ho-so", dossier),
            ("noi-dung", "Đề nghị trả lời đủ"),
            ("ngay", "1"),
            ("hoi", "nguyen-nhan"),
            ("hoi", "bo-sung"),
            ("hoi", "gia-han"),
        ];
        let matter = centre.post(NEW, &with(&kept, &typed)).await.location;
        let handler = world.officer("chuyenvien").await;
        let shown = handler.get(&matter).await;
        shown.says("Nguyên nhân chậm; Nội dung cần bổ sung; Đề xuất gia hạn, ngày trả mới");
        shown.says("name=\"nguyen-nhan\"").says("name=\"bo-sung\"").says("name=\"ngay-moi\"").says(&page);
        let words = ("noi-dung", "Đang thẩm tra");
        handler.act(&matter, "tra-loi", &[words]).await.says("Cần chọn nguyên nhân chậm.");
        let cause = ("nguyen-nhan", "verification");
        handler.act(&matter, "tra-loi", &[words, cause]).await.says("Cần ghi nội dung.");
        let extend = [
            ("nguyen-nhan-hl", "verification"),
            ("ly-do-hl", "Xác minh kéo dài"),
            ("hen-moi-hl", "2023-09-14T16:00"),
        ];
        handler.does(&page, "trinh-hen-lai", &extend).await;
        handler.get(&matter).await.says("Đang chờ lãnh đạo quyết định: hẹn lại đến");
        let rest = [("bo-sung", "Bản vẽ hiện trạng"), ("ngay-moi", "2023-09-14")];
        handler.does(&matter, "tra-loi", &[&[words, cause][..], &rest].concat()).await;
        let answered = centre.get(&matter).await;
        answered.says("Thẩm tra, xác minh kéo dài").says("Cần bổ sung: Bản vẽ hiện trạng");
        answered.says("Ngày trả mới đề xuất: 14/9/2023.");
        world.must_be_whole().await;
    });
}

/// Tells the Centre of a difficulty with its ground and proposal; its page.
async fn tell(by: &Visitor<'_>, title: &str) -> String {
    let (kept, _) = hidden(by, NEW).await;
    let typed = [
        ("loai", "vuong-mac"),
        ("tieu-de", title),
        ("noi-dung", "Hai tờ khai hỏi cùng một việc"),
        ("can-cu", "Điều 3.2.a Quy chế"),
        ("de-xuat", "Bỏ một tờ khai"),
        ("ngay", "5"),
    ];
    let sent = by.post(NEW, &with(&kept, &typed)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    sent.location
}

#[test]
fn an_obstacle_wrongly_joined_is_parted_and_the_decision_gives_a_task_that_is_followed_up() {
    // Điều 6.1, 6.3; rows C-62, C-65.
    on_each(async |world: World| {
        let handler = world.officer("chuyenvien").await;
        let lead = tell(&handler, "Tờ khai trùng nhau").await;
        let ward = world.stranger(Role::Leader).await;
        let other = tell(&ward, "Máy quét hỏng").await;
        let centre = world.officer("trungtam").await;
        centre.get(&lead).await.says("Điều 3.2.a Quy chế").says("Bỏ một tờ khai");
        let join = [("noi-dung", "Cùng việc"), ("viec-chinh", lead.rsplit('/').next().unwrap())];
        centre.does(&other, "gop", &join).await;
        ward.get(&other).await.says("Đã gộp").hides("/tach\"");
        centre.act(&other, "tach", &[("noi-dung", "")]).await.says("Cần ghi nội dung.");
        centre.does(&other, "tach", &[("noi-dung", "Gộp nhầm")]).await;
        centre.get(&other).await.says("Chờ trả lời").says("Gộp nhầm").says("/tra-loi");
        // The Centre may join them anew; who told of the other learns nothing of this one.
        centre.get(&lead).await.hides("Gộp vào việc này").says("tách một khó khăn");
        handler.get(&lead).await.hides("Máy quét hỏng");

        centre.does(&lead, "trinh", &[("noi-dung", "Đề xuất bỏ mẫu 2")]).await;
        let province = world.officer("ubndtinh").await;
        province.get(&lead).await.says("Giao việc kèm quyết định");
        let words = ("noi-dung", "Đồng ý bỏ mẫu 2");
        let text = province.get(&lead).await.text();
        let unit = text.split("<option value=\"").skip(1).find(|one| one.contains(">Sở Tư pháp<")).unwrap();
        let unit = ("giao-don-vi", unit.split('"').next().unwrap());
        let half = province.act(&lead, "tra-loi", &[words, unit]).await;
        half.says("Ghi việc được giao.").says("Ghi thời hạn, sau hôm nay.");
        let task = [words, unit, ("giao-viec", "Trình công bố lại thủ tục"), ("giao-han", "2023-09-15")];
        province.does(&lead, "tra-loi", &task).await;
        // It stands on the board of the plan and in the thread; the unit reports, the Centre follows up.
        for who in [&centre, &province] {
            who.get(&lead).await.says("Trình công bố lại thủ tục").says("Sở Tư pháp: đang làm");
        }
        centre.get("/lam-viec/ke-hoach").await.says("Trình công bố lại thủ tục");
        let plan =
            centre.get(&lead).await.between("<a class=\"govuk-link\" href=\"/lam-viec/chan-chinh/", "\"");
        let plan = format!("/lam-viec/chan-chinh/{plan}");
        centre.get(&plan).await.says(&lead);
        handler.get(&plan).await.says("Đồng ý bỏ mẫu 2");
        world.clock.set(at("2023-09-18T18:00"));
        world.ring().await;
        world.officer("trungtam").await.get(&plan).await.says("Đã báo lãnh đạo cơ quan");
        let handler = world.officer("chuyenvien").await;
        handler.does(&plan, "bao-xong", &[("noi-dung", "Đã trình công bố")]).await;
        world.officer("trungtam").await.get(&lead).await.says("Sở Tư pháp: chờ trung tâm kiểm tra");
        world.must_be_whole().await;
    });
}
