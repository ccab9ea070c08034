//! What goes out to an applicant reaches them and it is known how: by e-mail, given, posted, said; and no number is lost.

use kit::testing::smtp::StandIn;

use super::{
    counter::receive,
    turns::{later, staff},
};
use crate::world::{World, at, on_each};

const EMAIL: (&str, &str) = ("email", "sophia@example.vn");

#[test]
fn who_left_an_address_is_told_of_every_turn_and_no_letter_names_them() {
    // Row C-51; domain §2.9: received, supplement, reminder, closing with its notice.
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        let world = world.with_mail(&stand_in.server());
        let staff1 = staff(&world).await;
        let page = receive(&staff1.reception, &[EMAIL]).await;
        staff1.to_handler(&page).await;
        world.ring().await;
        let mail = stand_in.taken();
        let mail: Vec<_> = mail.iter().filter(|mail| mail.to == EMAIL.1).collect();
        assert_eq!(mail.len(), 1, "received");
        let text = &mail[0].text;
        assert!(text.contains("-230822-0001") && text.contains("http://x/tra-cuu?ma="), "{text}");
        assert!(!text.contains("Thạch") && !text.contains("084199001234") && !text.contains("0999000111"));
        staff1.handler.does(&page, "yeu-cau-bo-sung", &[("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ")]).await;
        world.ring().await;
        let count = || stand_in.taken().iter().filter(|mail| mail.to == EMAIL.1).count();
        assert_eq!(count(), 2, "asked");
        staff1.handler.get(&page).await.says("Đã đến người nộp: Thư điện tử, 22/8/2023").hides("giao-phieu");
        let staff2 = later(&world, "2023-09-12T07:00").await;
        assert_eq!(count(), 3, "reminded");
        staff2.handler.get(&page).await.says("Nhắc bổ sung hồ sơ");
        let staff3 = later(&world, "2023-09-20T07:00").await;
        assert_eq!(count(), 4, "closed, with notice");
        let last = stand_in.taken().pop().unwrap().text;
        assert!(last.contains("quá thời hạn bổ sung") && !last.contains("Bản sao mờ"), "{last}");
        staff3.handler.get(&page).await.says("Đã đến người nộp: Thư điện tử, 20/9/2023");
        world.must_be_whole().await;
    });
}

#[test]
fn who_left_none_is_given_the_letter_and_it_is_listed_until_then() {
    // Row C-51: signed, sent, counted.
    on_each(async |world: World| {
        let staff1 = staff(&world).await;
        let page = staff1.at_handler().await;
        world.ring().await;
        let list = "/lam-viec/don-vi/phieu-chua-giao?don-vi=";
        let centre = world.officer("trungtam").await;
        // What was given over the counter is not owed.
        centre.get(list).await.hides("-230822-0001");
        staff1.reception.get(&page).await.says("Đã đến người nộp: Giao trực tiếp, 22/8/2023");
        staff1.handler.does(&page, "yeu-cau-bo-sung", &[("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ")]).await;
        world.ring().await;
        centre.get(list).await.says("-230822-0001").says("Yêu cầu bổ sung hồ sơ").says("không có");
        let own = staff1.reception.get("/lam-viec/don-vi/phieu-chua-giao").await;
        own.says("/lam-viec/tra-cuu?q=").says("-230822-0001").hides("<select");
        staff1.reception.get(&page).await.says("Chưa ghi nhận đã đến người nộp");
        let seq = staff1.reception.get(&page).await;
        let seq = seq.between("id=\"phieu-giao\" name=\"phieu-giao\"><option value=\"", "\"");
        let given = |on| [("phieu-giao", seq.as_str()), ("cach-giao", "post"), ("ngay-giao", on)];
        staff1.reception.act(&page, "giao-phieu", &given("2023-08-23")).await.says("không thể ở sau hôm nay");
        staff1.reception.does(&page, "giao-phieu", &given("2023-08-22")).await;
        let shown = staff1.reception.get(&page).await;
        shown.says("Đã đến người nộp: Gửi bưu chính công ích, 22/8/2023").hides("giao-phieu");
        centre.get(list).await.hides("-230822-0001");
        let stranger = world.stranger(domain::people::Role::Leader).await;
        assert_eq!(stranger.get(&page).await.status, axum::http::StatusCode::NOT_FOUND);
        world.must_be_whole().await;
    });
}

#[test]
fn a_number_that_becomes_no_letter_stands_in_the_book_as_void() {
    // TT 01/2018 Điều 10.2. Due 11/9/2023 08:00; drafted on the working day before, settled before anybody signed.
    on_each(async |world: World| {
        let staff1 = staff(&world).await;
        let page = staff1.at_handler().await;
        let staff2 = later(&world, "2023-09-08T07:30").await;
        staff2.leader.get(&page).await.says("Phiếu xin lỗi chờ ký").says("Số 01");
        staff2.to_result(&page).await;
        staff2.leader.get("/lam-viec/don-vi/so-huy").await.hides("01/PXL");
        let taken = [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD")];
        staff2.reception.does(&page, "tra-ket-qua", &taken).await;
        staff2.leader.get(&page).await.says("Hủy số phiếu xin lỗi").says("Số 01: Hồ sơ kết thúc");
        staff2
            .leader
            .get("/lam-viec/don-vi/so-huy")
            .await
            .says("01/PXL: Hồ sơ kết thúc")
            .says("-230822-0001");
        world.must_be_whole().await;
    });
}

#[test]
fn apologies_are_signed_and_dossiers_given_on_in_a_batch_each_with_its_line() {
    // NĐ 61/2018 Điều 19.1, 19.9: over the ticked rows; what is refused leaves the rest alone.
    on_each(async |world: World| {
        let staff1 = staff(&world).await;
        let one = receive(&staff1.reception, &[]).await;
        let two = receive(&staff1.reception, &[]).await;
        for page in [&one, &two] {
            staff1.reception.does(page, "chuyen", &[]).await;
        }
        let ids = [&one, &two].map(|page| page.rsplit('/').next().unwrap().to_owned());
        let name = staff1.handler.get("/lam-viec").await.between("<span><b>", "</b>");
        let list = "/lam-viec?muc=cho-nhan";
        let people = staff1.head.get(list).await.text();
        let choice = people.split("id=\"nguoi\"").nth(1).unwrap().split("</select>").next().unwrap();
        let (own, others): (Vec<&str>, Vec<&str>) =
            choice.split("<option value=\"").skip(2).partition(|part| part.contains(&name));
        let [person, other] = [own[0], others[0]].map(|part| part.split('"').next().unwrap().to_owned());
        let csrf = staff1.head.get(list).await.between("name=\"csrf\" value=\"", "\"");
        let ticked = |deed: &'static str| {
            vec![
                ("csrf", csrf.clone()),
                ("ho-so", ids[0].clone()),
                ("ho-so", ids[1].clone()),
                ("viec", deed.into()),
            ]
        };
        let send = async |who: &crate::world::Visitor<'_>, fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            who.post("/lam-viec/hang-loat", &fields).await
        };
        send(&staff1.head, &ticked("phan-cong")).await.says("Chọn người được giao.");
        let mut fields = ticked("phan-cong");
        fields.push(("nguoi", person));
        send(&staff1.head, &fields).await.says("Phân công: 2 trên 2");
        staff1.handler.get("/lam-viec").await.says("-230822-0001").says("-230822-0002");
        // Given to somebody else from the list of the unit: a reason is needed for each.
        let mut fields = ticked("giao-lai");
        fields.push(("nguoi", other));
        send(&staff1.head, &fields).await.says("Giao lại: 0 trên 2");
        fields.push(("ly-do", "Nghỉ phép".into()));
        send(&staff1.head, &fields).await.says("Giao lại: 2 trên 2");
        world.clock.set(at("2023-09-08T07:30"));
        world.ring().await;
        let staff2 = staff(&world).await;
        let list = staff2.leader.get("/lam-viec?muc=cho-ky").await;
        list.says("Ký phiếu xin lỗi");
        let csrf = list.between("name=\"csrf\" value=\"", "\"");
        let mut fields = ticked("xin-loi");
        fields[0] = ("csrf", csrf);
        fields.extend([("nguyen-nhan-xl", "load".into()), ("hen-moi-xl", "2023-09-14T16:00".into())]);
        send(&staff2.leader, &fields).await.says("Ghi lý do người nộp đọc được.");
        fields.push(("ly-do-xl", "Số hồ sơ tăng cao".into()));
        send(&staff2.leader, &fields).await.says("Ký phiếu xin lỗi: 2 trên 2");
        staff2.leader.get(&two).await.says("thứ Năm, 14/9/2023, 16:00");
        world.must_be_whole().await;
    });
}
