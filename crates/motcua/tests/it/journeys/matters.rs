//! The Centre urges and asks, agencies answer and tell of obstacles, and what is not answered climbs.

use axum::http::StatusCode;

use super::counter::receive;
use crate::world::{World, at, on_each};

/// The addresses of the dossiers ticked, as the list sends them.
fn begin(kind: &str, pages: &[&String]) -> String {
    let ids = pages.iter().map(|page| format!("&ho-so={}", page.rsplit('/').next().unwrap()));
    format!("/lam-viec/phoi-hop/moi?loai={kind}{}", ids.collect::<String>())
}

#[test]
fn a_dossier_drifts_late_is_urged_explained_and_the_effect_reported() {
    // Điều 4.1.d; rows C-22, C-37, C-47, C-48, C-64.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        reception.does(&page, "chuyen", &[]).await;
        world.clock.set(at("2023-10-02T08:00"));
        let centre = world.officer("trungtam").await;
        let list = centre.get("/lam-viec/giam-sat/ho-so?so=qua-han").await;
        list.says(": 1 hồ sơ").says("value=\"don-doc\"");
        let form = centre.get(&begin("don-doc", &[&page])).await;
        form.says("1 hồ sơ, mỗi hồ sơ một việc").says("Sở Tư pháp");
        let (csrf, id) =
            (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
        let dossier = page.rsplit('/').next().unwrap();
        let empty =
            [("csrf", csrf.as_str()), ("ma", &id), ("loai", "don-doc"), ("ho-so", dossier), ("noi-dung", "")];
        let refused = centre.post("/lam-viec/phoi-hop/moi", &empty).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Ghi nội dung.");
        let [csrf, id_field, kind, dossier, _] = empty;
        let fields =
            [csrf, id_field, kind, dossier, ("noi-dung", "Đề nghị giải quyết ngay và cho biết nguyên nhân")];
        // A double click sends it once.
        for _ in 0..2 {
            let sent = centre.post("/lam-viec/phoi-hop/moi", &fields).await;
            assert_eq!(
                (sent.status, sent.location.as_str()),
                (StatusCode::SEE_OTHER, &*format!("/lam-viec/phoi-hop/{id}"))
            );
        }
        assert_eq!(world.count("SELECT count(*) FROM matter").await, 1);
        let matter = format!("/lam-viec/phoi-hop/{id}");
        // Nobody answers within the working day: the heads are told, then the leader, the Centre, then the province.
        for (when, rung) in [
            ("2023-10-03T18:00", "lãnh đạo phòng"),
            ("2023-10-04T18:00", "lãnh đạo cơ quan"),
            ("2023-10-05T18:00", "giám đốc Trung tâm"),
            ("2023-10-06T18:00", "lãnh đạo UBND tỉnh"),
        ] {
            world.clock.set(at(when));
            world.ring().await;
            world.officer("trungtam").await.get(&matter).await.says(&format!("Đã báo {rung}"));
        }
        world.officer("trungtam").await.get("/lam-viec/phoi-hop?muc=qua-han").await.says("Đã báo");
        let handler = world.officer("chuyenvien").await;
        handler.get("/lam-viec/phoi-hop").await.says("Mới");
        let refused = handler.act(&matter, "tra-loi", &[("noi-dung", "Đang chờ")]).await;
        refused.says("Cần chọn nguyên nhân chậm.");
        handler
            .does(&matter, "tra-loi", &[("noi-dung", "Đang chờ thẩm tra"), ("nguyen-nhan", "verification")])
            .await;
        let centre = world.officer("trungtam").await;
        centre.get(&matter).await.says("Thẩm tra, xác minh kéo dài").says("Đã xem: 2 người");
        centre.does(&matter, "hoi-lai", &[("noi-dung", "Bao giờ xong?")]).await;
        let twice = handler.get(&matter).await;
        let (csrf, ban) =
            (twice.between("name=\"csrf\" value=\"", "\""), twice.between("name=\"ban\" value=\"", "\""));
        let answer =
            [("csrf", csrf.as_str()), ("ban", &ban), ("noi-dung", "Ngày mai"), ("nguyen-nhan", "load")];
        let target = format!("{matter}/tra-loi");
        assert_eq!(handler.post(&target, &answer).await.status, StatusCode::SEE_OTHER);
        assert_eq!(handler.post(&target, &answer).await.status, StatusCode::CONFLICT, "answered already");
        centre.does(&matter, "ket-thuc", &[("noi-dung", "Đã có kế hoạch")]).await;
        let report = centre.get("/lam-viec/phoi-hop/ket-qua?tu=2023-10-01&den=2023-10-31").await;
        let row = report.between("Sở Tư pháp</th>", "</tr>");
        let counts: Vec<&str> =
            row.split("data-n=\"").skip(1).map(|cell| cell.split('"').next().unwrap()).collect();
        assert_eq!(counts, ["1", "0", "1", "0", "0", "0", "1"], "answered late, still open");
        // Who is on neither side does not know of it.
        for (login, status) in [("thungan", StatusCode::NOT_FOUND), ("quantri", StatusCode::NOT_FOUND)] {
            assert_eq!(world.officer(login).await.get(&matter).await.status, status, "{login}");
        }
        let own = world.officer("chuyenvien").await.get("/lam-viec/phoi-hop/moi?loai=don-doc").await;
        own.says("Khó khăn, vướng mắc: gửi Trung tâm").hides("Đôn đốc</option>");
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
    });
}

#[test]
fn an_obstacle_goes_from_an_agency_through_the_centre_to_the_province() {
    // Điều 6.3; rows C-64, C-65.
    on_each(async |world: World| {
        let handler = world.officer("chuyenvien").await;
        let form = handler.get("/lam-viec/phoi-hop/moi").await;
        let (csrf, id) =
            (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
        let fields = [
            ("csrf", csrf.as_str()),
            ("ma", &id),
            ("loai", "vuong-mac"),
            ("tieu-de", "Hai biểu mẫu hỏi cùng một việc"),
            ("noi-dung", "Đề nghị bỏ một"),
            ("ngay", "5"),
        ];
        assert_eq!(handler.post("/lam-viec/phoi-hop/moi", &fields).await.status, StatusCode::SEE_OTHER);
        let matter = format!("/lam-viec/phoi-hop/{id}");
        // Who works at the Centre has nobody to tell.
        let reception = world.officer("tiepnhan").await;
        reception.get("/lam-viec/phoi-hop").await.hides("/lam-viec/phoi-hop/moi");
        assert_eq!(reception.get("/lam-viec/phoi-hop/moi").await.status, StatusCode::FORBIDDEN);
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/phoi-hop").await.says("Hai biểu mẫu hỏi cùng một việc").says("còn 5 ngày");
        let province = world.officer("ubndtinh").await;
        assert_eq!(province.get(&matter).await.status, StatusCode::NOT_FOUND);
        centre.does(&matter, "trao-doi", &[("noi-dung", "Biểu nào?")]).await;
        centre.does(&matter, "trinh", &[("noi-dung", "Đề xuất bỏ mẫu 2")]).await;
        province.get("/lam-viec/phoi-hop").await.says("Hai biểu mẫu hỏi cùng một việc");
        province.does(&matter, "tra-loi", &[("noi-dung", "Đồng ý, giao sửa Quy chế trong tháng 9")]).await;
        let refused = handler.act(&matter, "trao-doi", &[("noi-dung", "")]).await;
        refused.says("Cần ghi nội dung.");
        centre.does(&matter, "ket-thuc", &[("noi-dung", "Đã sửa")]).await;
        handler.get(&matter).await.says("Đồng ý, giao sửa Quy chế").says("Đã kết thúc");
        let late = centre.get(&matter).await;
        late.hides("Trao đổi thêm");
    });
}

/// Begins an obstacle with that title; its page.
async fn obstacle(by: &crate::world::Visitor<'_>, title: &str, file: &str) -> String {
    let form = by.get("/lam-viec/phoi-hop/moi").await;
    let (csrf, id) =
        (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
    let fields = [
        ("csrf", csrf.as_str()),
        ("ma", &id),
        ("loai", "vuong-mac"),
        ("tieu-de", title),
        ("noi-dung", "Đề nghị bỏ một"),
        ("ngay", "5"),
        ("tep", file),
    ];
    let sent = by.post("/lam-viec/phoi-hop/moi", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    sent.location
}

#[test]
fn obstacles_that_say_the_same_are_answered_once_and_files_go_with_the_thread() {
    // Điều 6.3; rows C-64, C-65.
    on_each(async |world: World| {
        let handler = world.officer("chuyenvien").await;
        let form = handler.get("/lam-viec/phoi-hop/moi").await;
        let csrf = form.between("name=\"csrf\" value=\"", "\"");
        let wrong = [
            ("csrf", csrf.as_str()),
            ("ma", &form.between("name=\"ma\" value=\"", "\"")),
            ("loai", "vuong-mac"),
            ("tieu-de", "A"),
            ("noi-dung", "B"),
            ("tep", "file:a.pdf:<script>"),
        ];
        let refused = handler.post("/lam-viec/phoi-hop/moi", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let lead = obstacle(&handler, "Hai biểu mẫu hỏi cùng một việc", "file:mau.pdf:%PDF-1.7 a").await;
        let stranger = world.stranger(domain::people::Role::Leader).await;
        let other = obstacle(&stranger, "Biểu mẫu trùng nhau", "file:b.pdf:%PDF-1.7 b").await;
        // Who may read the thread may read its files.
        assert_eq!(handler.get(&format!("{lead}/tep/1")).await.text(), "%PDF-1.7 a");
        for status in [
            stranger.get(&format!("{lead}/tep/1")).await.status,
            handler.get(&format!("{other}/tep/1")).await.status,
            handler.get(&format!("{lead}/tep/2")).await.status,
        ] {
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
        let centre = world.officer("trungtam").await;
        assert_eq!(centre.get(&format!("{other}/tep/1")).await.text(), "%PDF-1.7 b");
        let bad = [("noi-dung", "Biểu nào?"), ("tep", "file:x.exe:MZ")];
        let refused = centre.act(&other, "trao-doi", &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Biểu nào?</textarea>").says("id=\"trao-doi-tep-loi\"");

        // The Centre joins them; nothing else ends what is joined.
        let lead_id = lead.rsplit('/').next().unwrap();
        let silent = centre.act(&other, "gop", &[("noi-dung", "Cùng việc")]).await;
        silent.says("Chọn việc để gộp vào.");
        let own = other.rsplit('/').next().unwrap();
        let itself = [("noi-dung", "Cùng việc"), ("viec-chinh", own)];
        centre.act(&other, "gop", &itself).await.says("Chỉ gộp được vào một khó khăn");
        let join = [("noi-dung", "Cùng một biểu mẫu"), ("viec-chinh", lead_id)];
        stranger.act(&other, "gop", &join).await.says("không làm được việc đó");
        centre.does(&other, "gop", &join).await;
        centre.get(&other).await.says("Đã gộp, chờ trả lời chung").hides("ket-thuc").hides("/tra-loi");
        centre.get(&lead).await.says("Gộp vào việc này").says("Biểu mẫu trùng nhau").hides("/gop\"");
        stranger.get(&other).await.says("Cùng một biểu mẫu").hides(&lead);
        handler.get(&lead).await.says("gộp một khó khăn, vướng mắc khác").hides("Biểu mẫu trùng nhau");
        let back = [("noi-dung", "x"), ("viec-chinh", own)];
        centre.act(&lead, "gop", &back).await.says("Chỉ gộp được vào một khó khăn");

        // One answer for both.
        centre.does(&lead, "trinh", &[("noi-dung", "Đề xuất bỏ mẫu 2")]).await;
        let province = world.officer("ubndtinh").await;
        province
            .does(&lead, "tra-loi", &[("noi-dung", "Đồng ý bỏ mẫu 2"), ("tep", "file:qd.pdf:%PDF-1.7 c")])
            .await;
        stranger.get(&other).await.says("Đồng ý bỏ mẫu 2").says("Đã trả lời").says("Kết thúc");
        assert_eq!(stranger.get(&format!("{other}/tep/3")).await.text(), "%PDF-1.7 c", "with its document");
        stranger.does(&other, "ket-thuc", &[("noi-dung", "Đã rõ")]).await;
        centre.does(&lead, "ket-thuc", &[("noi-dung", "Đã sửa")]).await;
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
    });
}
