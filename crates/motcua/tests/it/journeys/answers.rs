//! What goes out to people: the letter that answers a petition, by whom and on which way it went; what is put before the province;
//! and what an applicant reads of an answer about a dossier.

use axum::http::StatusCode;
use domain::people::Role;
use kit::{
    queue,
    testing::smtp::{Mood, StandIn},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    online::file_as,
    petitions::{REPLY, file, first, look_up, pass_on, with},
};
use crate::{
    letters::words,
    world::{Visitor, World, on_each},
};

const EMAIL: (&str, &str) = ("email", "mau.thach@vidu.vn");

/// Answered by the unit and checked by the Centre, of that class; the petition's page.
async fn answered(world: &World, class: &str, reply: &[(&str, &str)]) -> String {
    let page = first(&world.officer("trungtam").await, "").await;
    pass_on(world, &page, class).await;
    world.officer("lanhdao").await.does(&page, "tra-loi", reply).await;
    let director = world.officer("giamdoc").await;
    director.does(&page, "ket-thuc", &[("noi-dung", "Việc riêng")]).await;
    page
}

/// The words of a document, as if on one line.
fn flat(pdf: &[u8]) -> String {
    words(pdf).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The page that the QR code of the only letter opens.
async fn proved(world: &World) -> String {
    let sql = "SELECT proof FROM contact_letter";
    let proof: String = world.app.read(|tx| Ok(tx.one(sql, vec![])?.get(0)?)).await.unwrap();
    world.visitor().get(&format!("/xac-thuc/{proof}")).await.text()
}

/// Runs the job that notes how the only e-mail ended once more.
async fn tell_again(world: &World) {
    let now = world.app.now();
    let enqueued = world.app.write(move |tx| {
        let row = tx.one("SELECT petition_id, id, told FROM notice WHERE petition_id IS NOT NULL", vec![])?;
        let (petition, notice, turn): (Uuid, Uuid, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let told = json!({ "petition": petition, "notice": notice, "turn": turn, "arrived": true });
        queue::enqueue(tx, domain::reaction::PETITION_SENT, &told, now);
        Ok(())
    });
    enqueued.await.unwrap();
    world.ring().await;
}

/// Signs with what the page shows, twice: the second is told.
async fn signs_once(who: &Visitor<'_>, page: &str) {
    let shown = who.get(page).await;
    let (csrf, ban) =
        (shown.between("name=\"csrf\" value=\"", "\""), shown.between("name=\"ban\" value=\"", "\""));
    let fields = [("csrf", csrf.as_str()), ("ban", ban.as_str())];
    let target = format!("{page}/ky");
    let signed = who.post(&target, &fields).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    assert_eq!(who.post(&target, &fields).await.status, StatusCode::CONFLICT, "a double click signs once");
}

#[test]
fn an_answer_goes_out_as_a_signed_letter_and_its_way_stands_in_the_register() {
    // Rows C-32, C-56; Điều 3.3.a, 4.1.e; NĐ 20/2008 Điều 19; NĐ 30/2020.
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        let world = world.with_mail(&stand_in.server());
        let code = file(&world, &[EMAIL]).await;
        let page = first(&world.officer("trungtam").await, "").await;
        pass_on(&world, &page, "trong-tham-quyen").await;
        let handler = world.officer("chuyenvien").await;
        // What the agency sends to the Centre comes with a document.
        let bad = with(&REPLY, &[("tep", "file:x.exe:MZ")]);
        assert_eq!(handler.act(&page, "tra-loi", &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        handler.does(&page, "tra-loi", &with(&REPLY, &[("tep", "file:vb.pdf:%PDF-1.7 vb")])).await;
        let centre = world.officer("trungtam").await;
        let attached =
            centre.get(&page).await.between("<dt>Tệp kèm theo</dt><dd><a class=\"govuk-link\" href=\"", "\"");
        assert_eq!(centre.get(&attached).await.text(), "%PDF-1.7 vb");
        let stranger = world.stranger(Role::Leader).await;
        assert_eq!(stranger.get(&attached).await.status, StatusCode::NOT_FOUND);
        // Nothing goes out before the Centre has checked it.
        let letter = format!("{page}/cong-van");
        let leader = world.officer("lanhdao").await;
        assert_eq!(leader.get(&letter).await.status, StatusCode::NOT_FOUND);
        leader.get(&page).await.hides("Ký công văn trả lời");
        world.officer("giamdoc").await.does(&page, "ket-thuc", &[("noi-dung", "Việc riêng")]).await;
        // The head of who answered signs; others of the unit and the Centre look at the draft.
        handler.get(&page).await.says("Xem dự thảo công văn").hides("Ký và gửi");
        handler.act(&page, "ky", &[]).await.says("không làm được việc đó");
        assert_eq!(stranger.get(&letter).await.status, StatusCode::NOT_FOUND);
        let draft = flat(&leader.get(&letter).await.body);
        assert!(draft.contains("……/STP-PAKN") && draft.contains("Thạch Thị Mẫu"), "{draft}");
        signs_once(&leader, &page).await;
        assert_eq!(world.count("SELECT count(*) FROM contact_letter").await, 1);
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM contact_letter WHERE file_hash IS NOT NULL").await, 1);
        let kept = centre.get(&letter).await;
        let text = flat(&kept.body);
        for said in [
            "Số: 01/STP-PAKN",
            "Kính gửi: Ông (Bà) Thạch Thị Mẫu",
            "Số 12 đường Thử, xã Mẫu",
            "V/v trả lời phản ánh, kiến nghị",
            "Đã bỏ tờ khai kèm theo.",
            "NĐ-CP Điều 8. Ông (Bà)",
            &code,
        ] {
            assert!(text.contains(said), "no {said} in {text}");
        }
        // The sender is told by e-mail, and of nothing but that there is an answer.
        let mail = stand_in.taken();
        assert_eq!((mail.len(), mail[0].to.as_str()), (1, EMAIL.1));
        assert!(
            mail[0].text.contains(&code)
                && !mail[0].text.contains("Thạch")
                && !mail[0].text.contains("tờ khai")
        );
        let shown = centre.get(&page).await;
        shown.says("Ký công văn trả lời: 01/STP-PAKN").says("Gửi trả lời cho người phản ánh: Thư điện tử");
        centre.get("/lam-viec/phan-anh/so").await.says("Công văn 01/STP-PAKN").says("Thư điện tử, 22/8/2023");
        world.ring().await;
        assert_eq!(stand_in.taken().len(), 1);
        // The job may run again, and somebody may have written between: nothing is noted twice.
        let told = [("cach", "dien-thoai"), ("noi-dung", "Đã báo thêm")];
        world.officer("lanhdao").await.does(&page, "gui-tra-loi", &told).await;
        let noted = "SELECT count(*) FROM event WHERE kind = 'petition_delivered'";
        assert_eq!(world.count(noted).await, 2);
        tell_again(&world).await;
        assert_eq!(world.count(noted).await, 2);
        // The sender finds it with code, proof and the whole number or address; a guess finds nothing.
        look_up(&world, &code, "3456").await.says("Tải công văn trả lời số 01/STP-PAKN");
        let open = async |proof: &str, whole: &str| {
            let fields = [("ma", code.as_str()), ("bon-so", proof), ("lien-he", whole)];
            world.visitor().post("/phan-anh/tra-cuu/cong-van", &fields).await
        };
        for whole in ["+84 999 123 456", "Mau.Thach@vidu.vn"] {
            assert_eq!(open("3456", whole).await.body, kept.body, "{whole}");
        }
        for (proof, whole) in [("3456", ""), ("3456", "3456"), ("3456", "0999123457"), ("0000", "0999123456")]
        {
            let refused = open(proof, whole).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{proof} {whole}");
            refused.hides("Thạch");
        }
        open("3456", "").await.says("Không đúng với số điện thoại hoặc email đã để lại");
        for _ in 0..20 {
            open("3456", "0999123457").await;
        }
        assert_eq!(open("3456", "0999123456").await.status, StatusCode::TOO_MANY_REQUESTS);
        let proof = proved(&world).await;
        assert!(proof.contains("01/STP-PAKN") && proof.contains(&code) && !proof.contains("Thạch Thị Mẫu"));
        world.must_be_whole().await;
    });
}

#[test]
fn a_letter_that_comes_back_is_seen_and_another_way_is_chosen() {
    // Row C-56: proof of delivery.
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        stand_in.set(Mood::Refuse);
        let world = world.with_mail(&stand_in.server());
        let code = file(&world, &[EMAIL]).await;
        let page = answered(&world, "trong-tham-quyen", &REPLY).await;
        let leader = world.officer("lanhdao").await;
        leader.does(&page, "ky", &[]).await;
        world.ring().await;
        let leader = world.officer("lanhdao").await;
        let shown = leader.get(&page).await;
        shown
            .says("Trả lời chưa đến người phản ánh")
            .says("Trả lời không đến được người phản ánh: Thư điện tử");
        // The administrator sees that it failed, not to whom.
        let failed = world.officer("quantri").await.get("/quan-tri/thu-dien-tu").await;
        failed.says("Người phản ánh").says(&code).hides("Thạch").hides(EMAIL.1);
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/phan-anh/so").await.says("Thư điện tử: không đến");
        centre
            .get("/lam-viec/phan-anh/giam-sat/danh-sach?so=khong-toi")
            .await
            .says(": 1 phản ánh")
            .says(&code);
        // Who signed posts it by hand and says so.
        let later = [("cach", "thu"), ("luc", "2023-08-23T08:00")];
        leader.act(&page, "gui-tra-loi", &later).await.says("Thời điểm gửi trả lời phải trước lúc này");
        leader.does(&page, "gui-tra-loi", &[("cach", "thu"), ("noi-dung", "Biên nhận EA123VN")]).await;
        leader.get(&page).await.hides("Trả lời chưa đến").says("Biên nhận EA123VN");
        centre.get("/lam-viec/phan-anh/giam-sat/danh-sach?so=khong-toi").await.says(": 0 phản ánh");
        // What comes back later is noted by hand, with the reason.
        let returned = [("cach", "thu"), ("ket-qua", "failed")];
        let refused = leader.act(&page, "gui-tra-loi", &returned).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        leader.does(&page, "gui-tra-loi", &with(&returned, &[("noi-dung", "Bưu điện trả lại")])).await;
        leader.get(&page).await.says("Trả lời chưa đến người phản ánh").says("Bưu điện trả lại");
        centre.get("/lam-viec/phan-anh/so").await.says("Văn bản gửi bưu điện: không đến");
        centre.get("/lam-viec/phan-anh/giam-sat/danh-sach?so=khong-toi").await.says(": 1 phản ánh");
        world.must_be_whole().await;
    });
}

#[test]
fn whose_conduct_is_reported_signs_no_letter_to_who_reported_it() {
    // Domain §8.5; row C-56: the Centre tells what the unit answered.
    on_each(async |world: World| {
        let code = file(&world, &[("ve-viec", "hanh-vi")]).await;
        let reply =
            [("noi-dung", "Đã xin lỗi"), ("hinh-thuc", "chan-chinh"), ("can-cu", "NĐ 61/2018 Điều 4")];
        let page = answered(&world, "hanh-vi", &reply).await;
        let leader = world.officer("lanhdao").await;
        leader
            .get(&page)
            .await
            .hides("cong-van")
            .hides("Gửi trả lời cho người phản ánh")
            .hides("Thạch Thị Mẫu");
        assert_eq!(leader.get(&format!("{page}/cong-van")).await.status, StatusCode::NOT_FOUND);
        let director = world.officer("giamdoc").await;
        let ban = director.get(&page).await.between("name=\"ban\" value=\"", "\"");
        let csrf = leader.get(&page).await.between("name=\"csrf\" value=\"", "\"");
        let refused = leader.post(&format!("{page}/ky"), &[("csrf", &csrf), ("ban", &ban)]).await;
        refused.says("không làm được việc đó");
        director.does(&page, "ky", &[]).await;
        let text = flat(&director.get(&format!("{page}/cong-van")).await.body);
        for said in ["01/TTPVHCC-PAKN", "Sở Tư pháp đã trả lời", "GIÁM ĐỐC TRUNG TÂM", "Đã xin lỗi"]
        {
            assert!(text.contains(said), "no {said} in {text}");
        }
        assert!(
            !text.contains("Sở Tư pháp;"),
            "a letter that names the sender goes in copy to no one: {text}"
        );
        assert_eq!(leader.get(&format!("{page}/cong-van")).await.status, StatusCode::NOT_FOUND);
        // The unit has the code: what names the sender is not given, whatever is typed.
        look_up(&world, &code, "3456").await.says("01/TTPVHCC-PAKN").hides("lien-he").says("Đã xin lỗi");
        let guessed = [("ma", code.as_str()), ("bon-so", "3456"), ("lien-he", "0999123456")];
        let refused = world.visitor().post("/phan-anh/tra-cuu/cong-van", &guessed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.hides("Thạch");
        // Who gave no name is written to by nobody.
        let entered = [
            ("phieu", "0189f3b2-7c00-7000-8000-000000000009"),
            ("kenh", "hom-thu"),
            ("ve-viec", "quy-dinh"),
            ("tieu-de", "Thêm ghế"),
            ("noi-dung", "Cho người cao tuổi"),
        ];
        world.officer("tiepnhan").await.does("/lam-viec/phan-anh/moi", "", &entered).await;
        let nameless = answered(&world, "trong-tham-quyen", &REPLY).await;
        let leader = world.officer("lanhdao").await;
        leader.get(&nameless).await.hides("Công văn trả lời");
        leader.act(&nameless, "ky", &[]).await.says("Người gửi không ghi tên");
        // It is the Centre that owes the letter, and nobody owes one to who cannot be reached.
        let unsent = "/lam-viec/phan-anh/giam-sat/danh-sach?so=chua-gui";
        let director = world.officer("giamdoc").await;
        director.get(unsent).await.says(": 1 phản ánh").says(&code);
        director
            .get(&format!("{unsent}&dong=-"))
            .await
            .says(": 1 phản ánh")
            .hides("Kiến nghị đơn vị khắc phục");
        assert_eq!(world.count("SELECT count(*) FROM contact_letter").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn those_answered_together_each_get_a_letter_that_names_nobody_else() {
    // NĐ 20/2008 Điều 18; row C-56.
    on_each(async |world: World| {
        let lead = file(&world, &[]).await;
        let page = first(&world.officer("trungtam").await, "").await;
        pass_on(&world, &page, "trong-tham-quyen").await;
        let other = [
            ("phieu", "0189f3b2-7c00-7000-8000-000000000005"),
            ("dien-thoai", "0999555777"),
            ("ho-ten", "Sơn Văn Thử"),
        ];
        file(&world, &other).await;
        let centre = world.officer("trungtam").await;
        let joined = first(&centre, "").await;
        centre.does(&joined, "gop", &[("ma", &lead)]).await;
        world.officer("lanhdao").await.does(&page, "tra-loi", &REPLY).await;
        let director = world.officer("giamdoc").await;
        director.does(&page, "ket-thuc", &[("noi-dung", "Việc riêng")]).await;
        world.officer("lanhdao").await.does(&page, "ky", &[]).await;
        director.does(&joined, "ky", &[]).await;
        let text = async |page: &str| flat(&director.get(&format!("{page}/cong-van")).await.body);
        let (first, second) = (text(&page).await, text(&joined).await);
        assert!(first.contains("Cảm ơn bà Thạch Thị Mẫu") && !first.contains("Sơn Văn Thử"), "{first}");
        assert!(second.contains("Sơn Văn Thử") && !second.contains("Thạch Thị Mẫu"), "{second}");
        assert!(second.contains("01/TTPVHCC-PAKN") && second.contains("Sở Tư pháp đã trả lời"), "{second}");
        assert!(
            !second.contains("Sở Tư pháp;"),
            "who answered may not know that others said the same: {second}"
        );
        world.must_be_whole().await;
    });
}

#[test]
fn what_the_summary_proposes_is_put_before_the_province_by_letter() {
    // Row C-55; Điều 4.1.e; NĐ 20/2008 Điều 18.
    on_each(async |world: World| {
        const SUMMARY: &str = "/lam-viec/phan-anh/tong-hop";
        file(&world, &[]).await;
        let page = first(&world.officer("trungtam").await, "").await;
        pass_on(&world, &page, "trong-tham-quyen").await;
        world.officer("lanhdao").await.does(&page, "tra-loi", &REPLY).await;
        let centre = world.officer("trungtam").await;
        centre.get(SUMMARY).await.says("Trung tâm chưa kiểm tra").hides("Lập văn bản kiến nghị");
        let id = page.rsplit('/').next().unwrap();
        let form = centre.get(SUMMARY).await;
        let csrf = form.between("name=\"csrf\" value=\"", "\"");
        let letter_id = "0189f3b2-7c00-7000-8000-0000000000aa";
        let days = [("tu", "2023-08-01"), ("den", "2023-08-31")];
        let fields = [("csrf", csrf.as_str()), ("ma", letter_id), days[0], days[1], ("chon", id)];
        // What was not checked is not put before anybody.
        centre.post(SUMMARY, &fields).await.says("Chọn ít nhất một kiến nghị");
        world.officer("giamdoc").await.does(&page, "ket-thuc", &[("noi-dung", "Việc riêng")]).await;
        let centre = world.officer("trungtam").await;
        // What is thrown away is gone, and its number with it: it had none.
        let other = [("ma", "0189f3b2-7c00-7000-8000-0000000000ab"), days[0], days[1], ("chon", id)];
        let thrown = centre.does(SUMMARY, "", &other).await.location;
        centre.does(&thrown, "bo", &[]).await;
        assert_eq!(centre.get(&thrown).await.status, StatusCode::NOT_FOUND);
        let chosen = [("ma", letter_id), days[0], days[1], ("chon", id)];
        let drafted = centre.does(SUMMARY, "", &chosen).await.location;
        assert_eq!(centre.does(SUMMARY, "", &chosen).await.location, drafted, "a double click drafts one");
        // Nobody else puts the same before the province.
        let other = [("ma", "0189f3b2-7c00-7000-8000-0000000000ac"), days[0], days[1], ("chon", id)];
        centre.get(SUMMARY).await.says("Trong dự thảo").hides("name=\"chon\"");
        centre.act(SUMMARY, "", &other).await.says("chưa có trong văn bản nào");
        assert_eq!(world.count("SELECT count(*) FROM contact_letter").await, 1);
        centre.get(&drafted).await.says("Dự thảo").says("Chờ Giám đốc Trung tâm ký").hides("Thạch Thị Mẫu");
        assert_eq!(centre.act(&drafted, "ky", &[]).await.status, StatusCode::FORBIDDEN);
        let province = world.officer("ubndtinh").await;
        assert_eq!(province.get(&drafted).await.status, StatusCode::NOT_FOUND, "a draft is the Centre's own");
        let own = province.get(SUMMARY).await;
        own.hides("Lập văn bản kiến nghị").hides("/lam-viec/phan-anh/kien-nghi/");
        let agency = world.officer("lanhdao").await;
        assert_eq!(agency.get(&drafted).await.status, StatusCode::NOT_FOUND);
        assert_eq!(agency.get(SUMMARY).await.status, StatusCode::FORBIDDEN);
        let director = world.officer("giamdoc").await;
        let csrf = director.get(&drafted).await.between("name=\"csrf\" value=\"", "\"");
        director.does(&drafted, "ky", &[]).await;
        for deed in ["ky", "bo"] {
            let again = director.post(&format!("{drafted}/{deed}"), &[("csrf", &csrf)]).await;
            assert_eq!(again.status, StatusCode::CONFLICT, "{deed}: signed once, never undone");
        }
        world.ring().await;
        let text = flat(&province.get(&format!("{drafted}/cong-van")).await.body);
        for said in [
            "01/TTPVHCC-PAKN",
            "Kính gửi: Ủy ban nhân dân tỉnh",
            "Hai tờ khai hỏi cùng một việc",
            "sửa đổi, bổ sung, thay thế, bãi bỏ quy định",
            "Sở Tư pháp",
        ] {
            assert!(text.contains(said), "no {said} in {text}");
        }
        assert!(!text.contains("Thạch Thị Mẫu"));
        assert!(proved(&world).await.contains("nhiều phản ánh"));
        province.get(SUMMARY).await.says("Số 01/TTPVHCC-PAKN").says("Đã kiến nghị, số 01/TTPVHCC-PAKN");
        world.must_be_whole().await;
    });
}

#[test]
fn an_answer_about_a_dossier_is_for_the_applicant_only_if_somebody_says_so() {
    // Row C-47; Điều 4.1.d.
    on_each(async |world: World| {
        // Filed online by somebody with an account, who stands in the log by name, and is no officer.
        let filed = file_as(&world.officer("congdan").await, &[]).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
        let sql = "SELECT p.name FROM person p JOIN event e ON e.person_id = p.id WHERE e.role = 'citizen'";
        let applicant: String = world.app.read(|tx| Ok(tx.one(sql, vec![])?.get(0)?)).await.unwrap();
        let reception = world.officer("tiepnhan").await;
        let list = reception.get("/lam-viec?muc=cho-nhan").await;
        let page = format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""));
        reception.does(&page, "tiep-nhan", &[]).await;
        reception.does(&page, "chuyen", &[]).await;
        let dossier = page.rsplit('/').next().unwrap();
        let code = reception.get(&page).await.between("class=\"code\">", "<");
        let centre = world.officer("trungtam").await;
        let begin = format!("/lam-viec/phoi-hop/moi?loai=de-nghi&ho-so={dossier}");
        let form = centre.get(&begin).await;
        let (csrf, id) =
            (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
        let asked = [
            ("csrf", csrf.as_str()),
            ("ma", id.as_str()),
            ("loai", "de-nghi"),
            ("ho-so", dossier),
            ("noi-dung", "Đề nghị cho biết tiến độ"),
            ("hoi", "tinh-trang"),
        ];
        assert_eq!(centre.post("/lam-viec/phoi-hop/moi", &asked).await.status, StatusCode::SEE_OTHER);
        let matter = format!("/lam-viec/phoi-hop/{id}");
        let track = async || {
            let fields = [("ma", code.as_str()), ("bon-so", "1234")];
            world.visitor().post("/tra-cuu", &fields).await
        };
        let handler = world.officer("chuyenvien").await;
        handler.get(&matter).await.hides("/cho-xem");
        handler.does(&matter, "tra-loi", &[("noi-dung", "Đang thẩm tra, xong trước 1/9")]).await;
        track().await.says("Sở Tư pháp").hides("thẩm tra, xong trước");
        handler.get(&matter).await.says("Cho người nộp xem").says("Đang thẩm tra, xong trước 1/9</textarea>");
        // Who is on neither side may not; no officer is named.
        let stranger = world.stranger(Role::Leader).await;
        assert_eq!(stranger.get(&matter).await.status, StatusCode::NOT_FOUND);
        let name = handler.get("/lam-viec").await.between("<span><b>", "</b>");
        let named = format!("{name} đang thẩm tra");
        let refused = handler.act(&matter, "cho-xem", &[("noi-dung", &named)]).await;
        refused.says("không nêu tên cán bộ").says("đang thẩm tra</textarea>");
        handler.act(&matter, "cho-xem", &[("noi-dung", " ")]).await.says("Cần ghi nội dung.");
        let shown = handler.get(&matter).await;
        let (csrf, ban) =
            (shown.between("name=\"csrf\" value=\"", "\""), shown.between("name=\"ban\" value=\"", "\""));
        let said = format!("Hồ sơ của {applicant} đang thẩm tra, xong trước ngày 1/9.");
        let words = [("csrf", csrf.as_str()), ("ban", &ban), ("noi-dung", &said)];
        let target = format!("{matter}/cho-xem");
        assert_eq!(handler.post(&target, &words).await.status, StatusCode::SEE_OTHER);
        assert_eq!(handler.post(&target, &words).await.status, StatusCode::CONFLICT, "a double click");
        let own = track().await;
        own.says("Sở Tư pháp cho biết").says("đang thẩm tra, xong trước ngày 1/9.").hides(&name);
        // The code alone does not tell it.
        world.visitor().post("/tra-cuu", &[("ma", code.as_str())]).await.hides("đang thẩm tra");
        world.officer("ubndtinh").await.get(&matter).await.hides("đang thẩm tra");
        // The Centre takes it back, with a reason that the applicant does not read.
        let centre = world.officer("trungtam").await;
        centre.act(&matter, "thoi-cho-xem", &[("noi-dung", "")]).await.says("Cần ghi nội dung.");
        centre.does(&matter, "thoi-cho-xem", &[("noi-dung", "Nhầm hồ sơ")]).await;
        track().await.hides("đang thẩm tra").hides("Nhầm hồ sơ");
        centre.does(&matter, "cho-xem", &[("noi-dung", "Xong trước ngày 1/9.")]).await;
        track().await.says("Xong trước ngày 1/9.");
        // What is sent back is not for the applicant either.
        centre.does(&matter, "hoi-lai", &[("noi-dung", "Ngày nào?")]).await;
        track().await.hides("Xong trước ngày 1/9.");
        world.must_be_whole().await;
    });
}
