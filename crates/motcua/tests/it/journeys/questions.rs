//! Questions and answers: asked without an account, answered by a unit, published, found, used again.

use axum::http::StatusCode;

use crate::world::{Visitor, World, at, on_each};

const ASKED: [(&str, &str); 4] = [
    ("phieu", "0189f3b2-7c00-7000-8000-000000000011"),
    ("tieu-de", "Khai sinh muộn có mất phí không? Tôi là Kim Thị Mẫu"),
    ("ho-ten", "Kim Thị Mẫu"),
    ("dien-thoai", "0999222333"),
];

async fn first(officer: &Visitor<'_>, tab: &str) -> String {
    let list = officer.get(&format!("/lam-viec/hoi-dap?muc={tab}")).await;
    format!("/lam-viec/hoi-dap/{}", list.between("data-open href=\"/lam-viec/hoi-dap/", "\""))
}

/// Sends the question; the code.
async fn ask(world: &World, fields: &[(&str, &str)]) -> String {
    let sent = world.visitor().post("/hoi-dap/gui", fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    world.visitor().get(&sent.location).await.between("class=\"code\">", "<")
}

#[test]
fn from_a_question_to_an_answer_that_is_used_again() {
    // Row C-34.
    on_each(async |world: World| {
        let everybody = world.visitor();
        let wrong = everybody.post("/hoi-dap/gui", &[("tieu-de", "")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Ghi số điện thoại hoặc email.");
        let code = ask(&world, &ASKED).await;
        assert_eq!((code.as_str(), ask(&world, &ASKED).await.as_str()), ("HD-2023-00001", code.as_str()));
        let centre = world.officer("trungtam").await;
        let page = first(&centre, "").await;
        let shown = centre.get(&page).await.text();
        let before = shown.split("\">Sở Tư pháp</option>").next().unwrap();
        let unit = before.rsplit("value=\"").next().unwrap();
        centre.does(&page, "phan-cong", &[("don-vi", unit)]).await;
        let handler = world.officer("chuyenvien").await;
        handler.get("/lam-viec/hoi-dap").await.says("Khai sinh muộn").says("còn 5 ngày");
        handler.act(&page, "soan", &[("noi-dung", " ")]).await.says("Cần ghi nội dung.");
        handler.does(&page, "soan", &[("noi-dung", "Không thu phí")]).await;
        handler.get(&page).await.hides("/duyet");
        let leader = world.officer("lanhdao").await;
        leader.does(&page, "tra-lai", &[("noi-dung", "Nêu căn cứ")]).await;
        handler.does(&page, "soan", &[("noi-dung", "Không thu phí theo Luật Hộ tịch")]).await;
        let look_up = async || {
            let fields = [("ma", code.as_str()), ("bon-so", "2333")];
            world.visitor().post("/hoi-dap/tra-cuu", &fields).await
        };
        look_up().await.says("Chờ lãnh đạo duyệt").hides("Không thu phí");
        leader.does(&page, "duyet", &[("noi-dung", "Không thu phí theo Luật Hộ tịch.")]).await;
        look_up().await.says("Không thu phí theo Luật Hộ tịch.").hides("Kim Thị");
        everybody.get("/hoi-dap").await.hides("Khai sinh muộn");
        // Published without who asked.
        let centre = world.officer("trungtam").await;
        let texts = [("da-noi", ASKED[1].1), ("noi-dung", "Không thu phí theo Luật Hộ tịch.")];
        centre.act(&page, "cong-khai", &texts).await.says("nội dung còn họ tên");
        centre.does(&page, "cong-khai", &[("da-noi", "Khai sinh muộn có mất phí không?"), texts[1]]).await;
        everybody
            .get("/hoi-dap?q=khai+sinh+mat+phi")
            .await
            .says("Khai sinh muộn có mất phí không?")
            .hides("Kim");
        everybody.get("/hoi-dap?q=kim+thi").await.says("Không có câu nào khớp");
        let one = page.replace("/lam-viec", "");
        everybody.get(&one).await.says("Không thu phí theo Luật Hộ tịch.").says("Sở Tư pháp").hides("Kim");
        // Asked again, it is answered at once.
        let again = [
            ("phieu", "0189f3b2-7c00-7000-8000-000000000012"),
            ("tieu-de", "Làm khai sinh trễ tốn bao nhiêu?"),
            ("email", "thu@vidu.vn"),
        ];
        let second = ask(&world, &again).await;
        let fresh = first(&centre, "").await;
        centre.get(&format!("{fresh}?q=khong+co+gi")).await.says("Chưa có câu nào khớp");
        let earlier = page.rsplit('/').next().unwrap();
        centre.get(&format!("{fresh}?q=khai+sinh")).await.says(earlier);
        centre.does(&fresh, "dung-lai", &[("cau", earlier)]).await;
        let own = [("ma", second.as_str()), ("bon-so", "thu@")];
        world.visitor().post("/hoi-dap/tra-cuu", &own).await.says("Không thu phí theo Luật Hộ tịch.");
        assert_eq!(world.count("SELECT max(uses) FROM question").await, 1);
        centre.get(&fresh).await.hides("/cong-khai\"");
        world.must_be_whole().await;
    });
}

#[test]
fn a_question_that_nobody_answers_is_late() {
    // Five working days from Tuesday end on Tuesday.
    on_each(async |world: World| {
        ask(&world, &ASKED).await;
        world.clock.set(at("2023-08-29T18:00"));
        world.ring().await;
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/hoi-dap?muc=qua-han").await.says("Trễ hạn");
        assert_eq!(world.count("SELECT count(*) FROM question WHERE is_late").await, 1);
        assert_eq!(
            world.officer("thungan").await.get("/lam-viec/hoi-dap").await.status,
            StatusCode::FORBIDDEN
        );
        let page = first(&centre, "").await;
        assert_eq!(world.officer("chuyenvien").await.get(&page).await.status, StatusCode::NOT_FOUND);
        let private = page.replace("/lam-viec", "");
        assert_eq!(world.visitor().get(&private).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_was_published_wrong_is_corrected_and_what_is_no_question_is_declined() {
    // Row C-34.
    on_each(async |world: World| {
        let code = ask(&world, &ASKED).await;
        let centre = world.officer("trungtam").await;
        let page = first(&centre, "").await;
        let shown = centre.get(&page).await.text();
        let before = shown.split("\">Sở Tư pháp</option>").next().unwrap();
        let unit = before.rsplit("value=\"").next().unwrap();
        centre.does(&page, "phan-cong", &[("don-vi", unit)]).await;
        world.officer("chuyenvien").await.does(&page, "soan", &[("noi-dung", "Không thu phí")]).await;
        world.officer("lanhdao").await.does(&page, "duyet", &[("noi-dung", "Không thu phí")]).await;
        let said = ("da-noi", "Khai sinh muộn có mất phí không?");
        centre.does(&page, "cong-khai", &[said, ("noi-dung", "Không thu phí")]).await;
        let everybody = world.visitor();
        let one = page.replace("/lam-viec", "");
        everybody.get(&one).await.says("Không thu phí").hides("Đính chính lúc");
        world.clock.set(at("2023-09-05T09:00"));
        let centre = world.officer("trungtam").await;
        let wrong = [said, ("tra-loi", "Thu 8.000 đồng, gọi 0999222333"), ("noi-dung", "Nghị quyết mới")];
        centre.act(&page, "dinh-chinh", &wrong).await.says("nội dung còn số điện thoại");
        let right = [said, ("tra-loi", "Thu 8.000 đồng"), ("noi-dung", "Nghị quyết mới")];
        assert_eq!(
            centre.act(&page, "dinh-chinh", &[right[0], right[1]]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a correction has its reason"
        );
        centre.does(&page, "dinh-chinh", &right).await;
        everybody
            .get(&one)
            .await
            .says("Thu 8.000 đồng")
            .says("Đính chính lúc")
            .says("5/9/2023")
            .hides("Không thu");
        let own = [("ma", code.as_str()), ("bon-so", "2333")];
        everybody.post("/hoi-dap/tra-cuu", &own).await.says("Thu 8.000 đồng");
        let old =
            "SELECT count(*) FROM event WHERE kind = 'question_published' AND body LIKE '%Không thu phí%'";
        assert_eq!(world.count(old).await, 1, "the log keeps what was there before");
        centre.get(&page).await.says("Đính chính").says("Nghị quyết mới");
        centre.does(&page, "rut-cong-khai", &[("noi-dung", "Chờ hướng dẫn")]).await;
        assert_eq!(everybody.get(&one).await.status, StatusCode::NOT_FOUND);
        everybody.get("/hoi-dap?q=khai+sinh").await.says("Không có câu nào khớp");
        // What is no question is not answered, and who sent it reads why.
        let spam = [
            ("phieu", "0189f3b2-7c00-7000-8000-000000000012"),
            ("tieu-de", "Bán đất giá rẻ"),
            ("email", "thu@vidu.vn"),
        ];
        let second = ask(&world, &spam).await;
        let page = first(&centre, "").await;
        centre.act(&page, "khong-tra-loi", &[("noi-dung", "")]).await.says("Cần ghi nội dung.");
        centre.does(&page, "khong-tra-loi", &[("noi-dung", "Không phải câu hỏi về thủ tục")]).await;
        centre.get("/lam-viec/hoi-dap").await.hides("Bán đất");
        centre.get("/lam-viec/hoi-dap?muc=khong-tra-loi").await.says("Bán đất");
        let own = [("ma", second.as_str()), ("bon-so", "thu@")];
        let told = everybody.post("/hoi-dap/tra-cuu", &own).await;
        told.says("Không trả lời").says("Không phải câu hỏi về thủ tục");
        world.must_be_whole().await;
    });
}
