//! Officers: samples of agencies, guidance and its share online, counters and shifts, seconded staff and their monthly notes, who
//! guides where.

use axum::http::StatusCode;

use super::{
    browser::{form, get, set, with},
    counter::receive,
};
use crate::world::{Answer, BY_DEPARTMENT, Visitor, World, at, on_each};

const SAMPLES: &str = "/lam-viec/thu-tuc/bieu-mau";
const GUIDANCE: &str = "/lam-viec/huong-dan";
const REPORT: &str = "/lam-viec/huong-dan/bao-cao";
const POSTS: &str = "/lam-viec/huong-dan/phan-cong";
const BOARD: &str = "/lam-viec/quay";
const WEEK: &str = "/lam-viec/quay/tuan";
const SECONDED: &str = "/lam-viec/can-bo-cu-den";

/// A PDF whose first page says “MẪU” in that size at that place, in points from the left and from the bottom; “MAU” where it is
/// not `is_marked`.
fn pdf(is_marked: bool, size: u32, (x, y): (u32, u32)) -> String {
    let stream = |text: String| format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len());
    let letter = if is_marked { "1EAA" } else { "0041" };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        stream(format!("BT /F1 {size} Tf {x} {y} Td (MAU) Tj ET")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /ToUnicode 6 0 R >>".to_owned(),
        stream(format!(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def \
             1 begincodespacerange <00> <FF> endcodespacerange \
             3 beginbfchar <4D> <004D> <41> <{letter}> <55> <0055> endbfchar \
             endcmap CMapName currentdict /CMap defineresource pop end end"
        )),
    ];
    let (mut file, mut table) = ("%PDF-1.7\n".to_owned(), String::from("0000000000 65535 f \n"));
    for (no, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", no + 1));
    }
    let (start, size) = (file.len(), objects.len() + 1);
    format!(
        "{file}xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
}

/// What the form at `path` carries as its identifier.
async fn fresh(by: &Visitor<'_>, path: &str) -> String {
    by.get(path).await.between("name=\"ma\" value=\"", "\"")
}

/// The value of the first choice whose words are `words`.
fn choice(page: &Answer, words: &str) -> String {
    let text = page.text();
    let option = text.split("<option value=\"").find(|part| part.contains(&format!(">{words}<")));
    option.unwrap_or_else(|| panic!("no choice {words} in {text}")).split('"').next().unwrap().to_owned()
}

/// The name of whoever is signed in.
async fn name(visitor: &Visitor<'_>) -> String {
    visitor.get("/tai-khoan").await.between("<span><b>", "</b>")
}

#[test]
fn a_sample_without_the_word_is_refused_and_an_accepted_one_is_shown_to_everybody() {
    // TT 01/2018 Điều 5.2; Quy chế 1267 Điều 3.1.b; row C-12.
    on_each(async |world: World| {
        let (agency, centre) = (world.officer("chuyenvien").await, world.officer("trungtam").await);
        let id = fresh(&agency, SAMPLES).await;
        let base =
            [("ma", id.as_str()), ("ten", "Hồ sơ mẫu bổ nhiệm"), ("loai", "ho-so-mau"), ("da-che", "1")];
        let sent = |code: &'static str, file: String| {
            let mut fields: Vec<(&str, String)> =
                base.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            fields.extend([("thu-tuc", code.to_owned()), ("tep", format!("file:mau.pdf:{file}"))]);
            fields
        };
        // Who sends the identifier of a dossier is refused, and the dossier goes on.
        let dossier = receive(&world.officer("tiepnhan").await, &[]).await;
        let taken = dossier.rsplit('/').next().unwrap();
        let fields = with_id(sent(BY_DEPARTMENT, pdf(true, 16, (500, 780))), taken);
        assert_eq!(send(&agency, fields).await.status, StatusCode::CONFLICT);
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'sample_sent'").await, 0);
        assert_eq!(world.officer("tiepnhan").await.get(&dossier).await.status, StatusCode::OK);
        // Everything that is wrong is said at once, beside its field.
        let nothing =
            agency.act(SAMPLES, "", &[("ma", id.as_str()), ("loai", "ho-so-mau"), ("thu-tuc", "9.99")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        nothing
            .says("Ghi mã của một thủ tục đang công bố")
            .says("Ghi tên")
            .says("Che thông tin cá nhân")
            .says("Chọn tệp");
        for (code, file, words) in [
            (BY_DEPARTMENT, pdf(false, 16, (500, 780)), "chưa có chữ “MẪU”"),
            (BY_DEPARTMENT, pdf(true, 16, (60, 780)), "phải ở góc trên bên phải"),
            (BY_DEPARTMENT, pdf(true, 14, (500, 780)), "đang là cỡ 14"),
            (BY_DEPARTMENT, "%PDF-1.7 rác".to_owned(), "Không đọc được tệp PDF này"),
            (crate::world::BY_COMMUNE, pdf(true, 16, (500, 780)), "không do đơn vị ông/bà giải quyết"),
        ] {
            let refused = send(&agency, sent(code, file)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.says(words).says("Hồ sơ mẫu bổ nhiệm");
        }
        assert_eq!(world.count("SELECT count(*) FROM sample").await, 0);
        // A double click sends it once.
        for _ in 0..2 {
            let done = send(&agency, sent(BY_DEPARTMENT, pdf(true, 16, (500, 780)))).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
        assert_eq!(world.count("SELECT count(*) FROM sample").await, 1);
        let page = format!("{SAMPLES}/{id}");
        let public = format!("/thu-tuc/{BY_DEPARTMENT}");
        let file = format!("{public}/bieu-mau/{id}");
        let visitor = world.visitor();
        visitor.get(&public).await.hides("Hồ sơ mẫu bổ nhiệm");
        assert_eq!(visitor.get(&file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.officer("tiepnhan").await.get(&page).await.status, StatusCode::NOT_FOUND);
        let csrf = agency.get(&page).await.between("name=\"csrf\" value=\"", "\"");
        let own = agency.post(&format!("{page}/nhan"), &[("csrf", &csrf), ("ban", "sent")]).await;
        own.says("Trung tâm duyệt một lần");
        centre.get(SAMPLES).await.says("Hồ sơ mẫu bổ nhiệm").says("Sở Tư pháp");
        centre.does(&page, "nhan", &[]).await;
        visitor.get(&public).await.says("Hồ sơ mẫu bổ nhiệm").says(&file);
        let english = world.reader("en").await;
        english.get(&public).await.says("Forms and samples").says("filled-in sample");
        assert_eq!(visitor.get(&file).await.text(), pdf(true, 16, (500, 780)));
        let desk = world.officer("tiepnhan").await;
        desk.get(&format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}")).await.says(&format!("href=\"{public}\""));

        // The next version takes its place once it is accepted.
        let next = fresh(&agency, SAMPLES).await;
        let fields = with_id(sent(BY_DEPARTMENT, pdf(true, 16, (480, 790))), &next);
        assert_eq!(send(&agency, fields).await.status, StatusCode::SEE_OTHER);
        visitor.get(&public).await.says(&id).hides(&next);
        let second = format!("{SAMPLES}/{next}");
        centre.act(&second, "tra-lai", &[("ly-do", " ")]).await.says("Cần ghi rõ lý do.");
        centre.does(&second, "nhan", &[]).await;
        visitor.get(&public).await.says(&next).hides(&id);
        centre.get(&page).await.says("Đã có bản mới");
        // A version that waited is behind what is newer.
        let (third, fourth) = (fresh(&agency, SAMPLES).await, fresh(&agency, SAMPLES).await);
        for id in [&third, &fourth] {
            let fields = with_id(sent(BY_DEPARTMENT, pdf(true, 16, (470, 790))), id);
            assert_eq!(send(&agency, fields).await.status, StatusCode::SEE_OTHER);
        }
        let csrf = centre.get(&format!("{SAMPLES}/{third}")).await.between("name=\"csrf\" value=\"", "\"");
        centre.does(&format!("{SAMPLES}/{fourth}"), "nhan", &[]).await;
        let older =
            centre.post(&format!("{SAMPLES}/{third}/nhan"), &[("csrf", &csrf), ("ban", "sent")]).await;
        assert_eq!(older.status, StatusCode::CONFLICT);
        centre.get(&format!("{SAMPLES}/{third}")).await.says("Đã có bản mới");
        visitor.get(&public).await.says(&fourth).hides(&third);
        let second = format!("{SAMPLES}/{fourth}");
        // What changed since it was looked at is not decided again.
        let csrf = centre.get(&second).await.between("name=\"csrf\" value=\"", "\"");
        let late = centre.post(&format!("{second}/nhan"), &[("csrf", &csrf), ("ban", "sent")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        centre.does(&second, "tra-lai", &[("ly-do", "Mẫu đơn đã bị thay thế")]).await;
        visitor.get(&public).await.hides("Hồ sơ mẫu bổ nhiệm");
        agency.get(&second).await.says("Mẫu đơn đã bị thay thế").says("gửi lại với cùng tên");
        world.must_be_whole().await;
    });
}

/// Sends a sample.
async fn send(by: &Visitor<'_>, fields: Vec<(&str, String)>) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    by.act(SAMPLES, "", &fields).await
}

/// The fields with another identifier.
fn with_id<'a>(fields: Vec<(&'a str, String)>, id: &str) -> Vec<(&'a str, String)> {
    fields
        .into_iter()
        .map(|(name, value)| if name == "ma" { (name, id.to_owned()) } else { (name, value) })
        .collect()
}

/// Notes a visit that ended so.
async fn guide(by: &Visitor<'_>, outcome: &str) -> Answer {
    let id = fresh(by, GUIDANCE).await;
    let fields = [
        ("ma", id.as_str()),
        ("kenh", "quay"),
        ("ve", "nop-truc-tuyen"),
        ("thu-tuc", BY_DEPARTMENT),
        ("ket-qua", outcome),
    ];
    let first = by.act(GUIDANCE, "", &fields).await;
    // A double click notes it once.
    by.act(GUIDANCE, "", &fields).await;
    first
}

#[test]
fn who_is_guided_and_files_online_is_counted_by_officer_and_month() {
    // Quy chế 1267 Điều 3.2.a; row C-13.
    on_each(async |world: World| {
        let (desk, director) = (world.officer("tiepnhan").await, world.officer("giamdoc").await);
        let silent = guide(&desk, "").await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("Chọn kết quả.").says(BY_DEPARTMENT);
        for (minute, outcome) in ["online", "online", "home", "counter"].into_iter().enumerate() {
            world.clock.set(at(&format!("2023-08-22T08:0{minute}")));
            assert_eq!(guide(&desk, outcome).await.status, StatusCode::SEE_OTHER, "{outcome}");
        }
        assert_eq!(world.count("SELECT count(*) FROM guidance").await, 4);
        // The next is like the last, except for its outcome.
        let log = desk.get(GUIDANCE).await;
        log.says("Hôm nay: 4 lượt, 50% nộp trực tuyến").says(&format!("value=\"{BY_DEPARTMENT}\""));
        let last = log.between("name=\"luot\" value=\"", "\"");
        let csrf = log.between("name=\"csrf\" value=\"", "\"");
        let back = [("csrf", csrf.as_str()), ("luot", last.as_str())];
        // Nobody takes back what another noted.
        let other = world.officer("trungtam").await;
        let others = other.get(GUIDANCE).await.between("name=\"csrf\" value=\"", "\"");
        let stolen = other.post("/lam-viec/huong-dan/bo", &[("csrf", &others), ("luot", &last)]).await;
        assert_eq!(stolen.status, StatusCode::NOT_FOUND);
        desk.post("/lam-viec/huong-dan/bo", &back).await;
        let me = name(&desk).await;
        desk.get(REPORT).await.says(&me).says("66%").hides("name=\"chi-tieu-");

        // The head of the unit sets a target; what is no number is said beside it.
        let report = director.get(REPORT).await;
        let text = report.text();
        let row = text.split("<tr data-row>").find(|row| row.contains(&me)).unwrap();
        let field = row.split("name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let wrong = director.act(REPORT, "", &[("thang", "2023-08"), (field.as_str(), "nhiều")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Ghi một số từ 0 đến 10.000.").says("value=\"nhiều\"");
        director.does(REPORT, "", &[("thang", "2023-08"), (field.as_str(), "2")]).await;
        desk.get(REPORT).await.says("Đạt");
        // Who set it from a page that did not show the target yet is told.
        let blind = director.act(REPORT, "", &[("thang", "2023-08"), (field.as_str(), "3")]).await;
        assert_eq!(blind.status, StatusCode::CONFLICT);
        let before = field.replace("chi-tieu", "truoc");
        let seen = [("thang", "2023-08"), (field.as_str(), "3"), (before.as_str(), "2")];
        director.does(REPORT, "", &seen).await;
        desk.get(REPORT).await.says("Chưa đạt");
        // What was not changed is left alone; a month that is over is closed, the next is not.
        director.does(REPORT, "", &[("thang", "2023-08"), (field.as_str(), ""), (before.as_str(), "")]).await;
        assert_eq!(world.count("SELECT count(*) FROM guidance_target").await, 1);
        let over = director.act(REPORT, "", &[("thang", "2023-07"), (field.as_str(), "3")]).await;
        assert_eq!(over.status, StatusCode::FORBIDDEN);
        director.get(&format!("{REPORT}?thang=2023-07")).await.hides("name=\"chi-tieu-");
        director.does(REPORT, "", &[("thang", "2023-09"), (field.as_str(), "4")]).await;
        assert_eq!(world.count("SELECT count(*) FROM guidance_target WHERE month = '2023-09-01'").await, 1);
        // Another agency's head sees nothing of it; neither does who keeps the system.
        world.officer("lanhdao").await.get(REPORT).await.hides(&me);
        assert_eq!(world.officer("quantri").await.get(REPORT).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.officer("ubndtinh").await.get(REPORT).await.status, StatusCode::FORBIDDEN);

        // Tomorrow it stays as it was noted.
        world.clock.set(at("2023-08-23T08:00"));
        let desk = world.officer("tiepnhan").await;
        let csrf = desk.get(GUIDANCE).await.between("name=\"csrf\" value=\"", "\"");
        assert_eq!(world.count("SELECT count(*) FROM guidance WHERE withdrawn_at IS NULL").await, 3);
        let kept = world.app.read(|tx| {
            Ok(tx.one("SELECT id FROM guidance WHERE withdrawn_at IS NULL", vec![])?.get::<uuid::Uuid>(0)?)
        });
        let kept = kept.await.unwrap().to_string();
        let late = desk.post("/lam-viec/huong-dan/bo", &[("csrf", &csrf), ("luot", &kept)]).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);

        // Material: a link or a file, by heads; for everybody who guides.
        let library = "/lam-viec/huong-dan/tai-lieu";
        let director = world.officer("giamdoc").await;
        let id = fresh(&director, library).await;
        let both = [("ma", id.as_str()), ("ten", "Nộp trực tuyến"), ("lien-ket", "http://x.vn")];
        director.act(library, "", &both).await.says("Liên kết bắt đầu bằng https://");
        director.act(library, "", &both[..2]).await.says("Ghi liên kết hoặc chọn tệp");
        let file = [("ma", id.as_str()), ("ten", "Nộp trực tuyến"), ("tep", "file:huong-dan.pdf:%PDF-1.7 x")];
        director.does(library, "", &file).await;
        let page = desk.get(library).await;
        page.says("Nộp trực tuyến").hides("Đưa tài liệu lên");
        assert_eq!(desk.get(&format!("{library}/{id}/tep")).await.text(), "%PDF-1.7 x");

        // Each officer has a line of their own, each month its own numbers.
        let other = world.officer("trungtam").await;
        assert_eq!(guide(&other, "home").await.status, StatusCode::SEE_OTHER);
        let report = director.get(REPORT).await;
        let text = report.says(&me).text();
        let others = name(&other).await;
        let line_of = |name: &str| text.split("<tr data-row>").find(|row| row.contains(name)).unwrap();
        assert!(line_of(&me).contains("66%") && line_of(&others).contains("<b>0%"), "{text}");
        desk.get(REPORT).await.hides(&others);
        world.clock.set(at("2023-09-05T08:00"));
        let desk = world.officer("tiepnhan").await;
        assert_eq!(guide(&desk, "counter").await.status, StatusCode::SEE_OTHER);
        desk.get(REPORT).await.says("<b>0%").hides("66%");
        desk.get(&format!("{REPORT}?thang=2023-08")).await.says("66%");
        world.must_be_whole().await;
    });
}

#[test]
fn nobody_sits_at_two_counters_or_while_away() {
    // NĐ 61/2018 Điều 9, 11; row C-58.
    on_each(async |world: World| {
        let (director, desk) = (world.officer("giamdoc").await, world.officer("tiepnhan").await);
        let id = fresh(&director, BOARD).await;
        director.act(BOARD, "", &[("ma", id.as_str())]).await.says("Ghi tên quầy").says("Ghi lĩnh vực");
        for (counter, fields) in [("Quầy 1", "Hộ tịch"), ("Quầy 2", "Đất đai")] {
            let id = fresh(&director, BOARD).await;
            director.does(BOARD, "", &[("ma", &id), ("ten", counter), ("linh-vuc", fields)]).await;
        }
        desk.get(BOARD).await.says("Quầy 1").says("chưa phân công").hides("Thêm quầy</button>");
        desk.get(WEEK).await.hides("<select");
        let page = director.get(WEEK).await;
        let me = name(&desk).await;
        let person = choice(&page, &me);
        let mut fields = form(&page.text(), "<form method=\"post\" action=\"/lam-viec/quay/tuan\"");
        let of_today: Vec<String> = fields
            .iter()
            .map(|(name, _)| name.clone())
            .filter(|name| name.ends_with("2023-08-22-sang"))
            .collect();
        assert_eq!(of_today.len(), 2, "{fields:?}");
        set(&mut fields, &of_today[0], &person);
        set(&mut fields, &of_today[1], &person);
        let twice = director.post(WEEK, &with(&fields, "luu")).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says(&format!("{me} đã ngồi ở Quầy 1 trong buổi này.")).says(&format!("{me} đã ngồi ở Quầy 2"));
        assert_eq!(world.count("SELECT count(*) FROM shift").await, 0);
        set(&mut fields, &of_today[1], "");
        assert_eq!(director.post(WEEK, &with(&fields, "luu")).await.status, StatusCode::SEE_OTHER);
        desk.get(BOARD).await.says(&me);
        // Whoever planned at the same time is told.
        assert_eq!(director.post(WEEK, &with(&fields, "luu")).await.status, StatusCode::CONFLICT);
        // Copied into the next week; what is over stays.
        let next = director.get(&format!("{WEEK}?tuan=2023-08-28")).await;
        let fields = form(&next.text(), "<form method=\"post\" action=\"/lam-viec/quay/tuan\"");
        assert_eq!(get(&fields, "tuan"), "2023-08-28");
        let copied = director.post(WEEK, &with(&fields, "chep")).await;
        assert_eq!(copied.status, StatusCode::SEE_OTHER, "{}", copied.text());
        assert_eq!(world.count("SELECT count(*) FROM shift WHERE day = '2023-08-29'").await, 1);
        director.get(&format!("{WEEK}?tuan=2023-08-14")).await.hides("<select");

        // Away: the board says so, and no plan takes them in any more.
        let thay = "/lam-viec/don-vi/thay";
        let post = choice(&director.get(thay).await, &format!("{me} – Cán bộ tiếp nhận và trả kết quả"));
        let days = [("tu-ngay", "2023-08-22"), ("den-ngay", "2023-08-30"), ("quyet-dinh", "9/QĐ")];
        let mut absence = vec![("viec", "ghi"), ("nguoi-vang", post.as_str())];
        absence.extend(days);
        director.does(thay, "", &absence).await;
        desk.get(BOARD).await.says(&format!("<s>{me}</s>")).says("Chưa có người thay");
        let fields =
            form(&director.get(WEEK).await.text(), "<form method=\"post\" action=\"/lam-viec/quay/tuan\"");
        let away = director.post(WEEK, &with(&fields, "luu")).await;
        away.says(&format!("{me} vắng đến hết ngày 30/8/2023"));
        // A plan that is copied leaves them out.
        let mut fields = form(&next.text(), "<form method=\"post\" action=\"/lam-viec/quay/tuan\"");
        set(&mut fields, "ban", "1");
        assert_eq!(director.post(WEEK, &with(&fields, "chep")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.count("SELECT count(*) FROM shift WHERE day = '2023-08-29'").await, 0);
        // Another agency neither sees nor plans here.
        let agency = world.officer("lanhdao").await;
        agency.get(BOARD).await.hides("Quầy 1");
        let centre = world.app.house().of_kind(domain::org::UnitKind::Centre)[0].code.clone();
        agency.get(&format!("{BOARD}?don-vi={centre}")).await.hides("Quầy 1");
        let foreign = director.get(BOARD).await.between("name=\"dong\" value=\"", "\"");
        let csrf = agency.get(BOARD).await.between("name=\"csrf\" value=\"", "\"");
        let closed = agency.post(BOARD, &[("csrf", &csrf), ("dong", &foreign)]).await;
        assert_eq!(closed.status, StatusCode::NOT_FOUND);
        let handler = world.officer("chuyenvien").await;
        let csrf = handler.get(BOARD).await.between("name=\"csrf\" value=\"", "\"");
        let closed = handler.post(BOARD, &[("csrf", &csrf), ("dong", &foreign)]).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        // What is over stays, and is no field any more.
        world.clock.set(at("2023-08-23T08:00"));
        let director = world.officer("giamdoc").await;
        director.get(WEEK).await.hides("2023-08-22-sang\"").says("2023-08-24-sang\"");
        let fields =
            form(&director.get(WEEK).await.text(), "<form method=\"post\" action=\"/lam-viec/quay/tuan\"");
        assert_eq!(director.post(WEEK, &with(&fields, "luu")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.count("SELECT count(*) FROM shift WHERE day = '2023-08-22'").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn the_note_of_a_month_is_drafted_once_sent_by_the_centre_and_confirmed_by_the_agency() {
    // NĐ 61/2018 Điều 9.3, 11, 12; row C-58.
    on_each(async |world: World| {
        let (director, desk) = (world.officer("giamdoc").await, world.officer("tiepnhan").await);
        let me = name(&desk).await;
        let page = director.get(SECONDED).await;
        let (id, person, sender) =
            (page.between("name=\"ma\" value=\"", "\""), choice(&page, &me), choice(&page, "Sở Tư pháp"));
        director
            .act(SECONDED, "", &[("ma", id.as_str())])
            .await
            .says("Chọn người được cử đến.")
            .says("Ghi số, ngày quyết định");
        let base = [
            ("ma", id.as_str()),
            ("nguoi", person.as_str()),
            ("co-quan", sender.as_str()),
            ("quyet-dinh", "15/QĐ-STP"),
            ("linh-vuc", "Hộ tịch"),
            ("tu-ngay", "2023-08-01"),
        ];
        let until = |day: &'static str| base.into_iter().chain([("den-ngay", day)]).collect::<Vec<_>>();
        director.act(SECONDED, "", &until("2023-07-01")).await.says("Ngày cuối không được trước ngày đầu");
        for _ in 0..2 {
            director.does(SECONDED, "", &until("2023-12-31")).await;
        }
        assert_eq!(world.count("SELECT count(*) FROM secondment").await, 1);
        let mut again = until("2023-12-31");
        let other = fresh(&director, SECONDED).await;
        again[0].1 = &other;
        director.act(SECONDED, "", &again).await.says("đang được cử đến trong thời gian đó");
        let leader = world.officer("lanhdao").await;
        leader.get(SECONDED).await.says(&me).says("Đang làm việc").hides("Ghi cán bộ được cử đến");
        world.stranger(domain::people::Role::Leader).await.get(SECONDED).await.hides(&me);
        receive(&desk, &[]).await;
        guide(&desk, "online").await;

        // The first four days of September are free: nothing before the fifth, and then once.
        world.clock.set(at("2023-09-04T23:00"));
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM staff_note").await, 0);
        world.clock.set(at("2023-09-05T06:30"));
        world.ring().await;
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM staff_note").await, 1);
        assert_eq!(world.count("SELECT count(*) FROM job WHERE kind = 'secondment.note'").await, 1);
        let centre = world.officer("trungtam").await;
        let notes = "/lam-viec/can-bo-cu-den/phieu";
        let list = centre.get(notes).await;
        let note = list.says(&me).says("8/2023").between("data-open href=\"", "\"");
        centre
            .get(&note)
            .await
            .says("<dt>Hồ sơ tiếp nhận</dt><dd>1</dd>")
            .says("1, trong đó 1 nộp trực tuyến");
        // A draft is the Centre's.
        let (leader, desk) = (world.officer("lanhdao").await, world.officer("tiepnhan").await);
        assert_eq!(leader.get(&note).await.status, StatusCode::NOT_FOUND);
        assert_eq!(desk.get(&note).await.status, StatusCode::NOT_FOUND);
        let empty = centre.act(&note, "gui", &[("gio-giac", "Đúng giờ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("Ghi thái độ, kỷ luật.").says("Đúng giờ");
        let said = [("gio-giac", "Đúng giờ"), ("ky-luat", "Tốt"), ("danh-gia", "Hoàn thành tốt nhiệm vụ")];
        centre.does(&note, "gui", &said).await;
        centre.get(&note).await.hides("<textarea");
        desk.get(&note).await.says("Hoàn thành tốt nhiệm vụ").hides("<textarea");
        leader.act(&note, "xac-nhan", &[("y-kien", "")]).await.says("Ghi đánh giá của cơ quan.");
        leader.does(&note, "xac-nhan", &[("y-kien", "Nhất trí với Trung tâm")]).await;
        desk.get(&note).await.says("Nhất trí với Trung tâm").says("Cơ quan đã xác nhận");
        for login in ["chuyenvien", "truongphong"] {
            let expected = if login == "truongphong" { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(world.officer(login).await.get(&note).await.status, expected, "{login}");
        }

        // The next month's comes by itself; after an early end none more.
        world.clock.set(at("2023-10-02T07:00"));
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM staff_note").await, 2);
        let director = world.officer("giamdoc").await;
        director
            .act(SECONDED, "", &[("ket-thuc", id.as_str()), ("ly-do", "")])
            .await
            .says("Cần ghi rõ lý do.");
        director.does(SECONDED, "", &[("ket-thuc", id.as_str()), ("ly-do", "QĐ 20/QĐ-STP")]).await;
        world.clock.set(at("2023-12-01T07:00"));
        world.ring().await;
        assert_eq!(
            world.count("SELECT count(*) FROM staff_note").await,
            3,
            "October, whose second day was the last"
        );
        // Who is written down late has the note of the month that is over at once.
        let director = world.officer("giamdoc").await;
        let late = fresh(&director, SECONDED).await;
        let mut fields = until("2024-06-30");
        (fields[0].1, fields[5].1) = (&late, "2023-11-01");
        director.does(SECONDED, "", &fields).await;
        assert_eq!(world.count("SELECT count(*) FROM staff_note").await, 4);
        assert_eq!(world.count("SELECT count(*) FROM staff_note WHERE month = '2023-11-01'").await, 1);
        assert_eq!(world.count("SELECT count(*) FROM job WHERE kind = 'secondment.note'").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn the_public_is_told_only_who_guides_today() {
    // Quy chế 1267 Điều 5.1; NĐ 61/2018 Điều 9.7; row C-60.
    on_each(async |world: World| {
        let (leader, handler) = (world.officer("lanhdao").await, world.officer("chuyenvien").await);
        let person = choice(&leader.get(POSTS).await, &name(&handler).await);
        let id = fresh(&leader, POSTS).await;
        leader.act(POSTS, "", &[("ma", id.as_str())]).await.says("Ghi nơi hướng dẫn.").says("Chọn người");
        for (place, from, to) in
            [("Nhà văn hóa ấp 3", "2023-08-22", "2023-08-25"), ("Chợ phường 7", "2023-08-26", "2023-09-30")]
        {
            let id = fresh(&leader, POSTS).await;
            let fields = [
                ("ma", id.as_str()),
                ("nguoi", person.as_str()),
                ("noi", place),
                ("gio", "Sáng thứ Ba, thứ Năm"),
                ("dien-thoai", "0294 3855 123"),
                ("quyet-dinh", "7/QĐ-STP"),
                ("tu-ngay", from),
                ("den-ngay", to),
            ];
            leader.does(POSTS, "", &fields).await;
        }
        leader.get(POSTS).await.says("Đang công khai").says("Chưa đến ngày");
        handler.get(POSTS).await.says("Chợ phường 7").hides("name=\"noi\"");
        let (visitor, public) = (world.visitor(), "/noi-huong-dan");
        visitor.get(public).await.says("Nhà văn hóa ấp 3").says("tel:02943855123").hides("Chợ phường 7");
        world.reader("en").await.get(public).await.says("It costs nothing").says("Nhà văn hóa ấp 3");
        world.clock.set(at("2023-08-26T08:00"));
        visitor.get(public).await.says("Chợ phường 7").hides("Nhà văn hóa ấp 3");
        // Who has left the unit is not named any more.
        let until = |day: &'static str| {
            let left = format!(
                "UPDATE assignment SET valid_to = {day} WHERE person_id = (SELECT id FROM person WHERE login = 'chuyenvien')"
            );
            world.app.write(move |tx| Ok(tx.execute(&left, vec![])?))
        };
        until("'2023-08-25'").await.unwrap();
        visitor.get(public).await.hides("Chợ phường 7");
        until("NULL").await.unwrap();
        visitor.get(public).await.says("Chợ phường 7");
        let leader = world.officer("lanhdao").await;
        let post = leader.get(POSTS).await.between("name=\"ket-thuc\" value=\"", "\"");
        leader.does(POSTS, "", &[("ket-thuc", post.as_str())]).await;
        visitor.get(public).await.says("Hôm nay chưa có nơi hướng dẫn nào").hides("Chợ phường 7");
        world.must_be_whole().await;
    });
}
