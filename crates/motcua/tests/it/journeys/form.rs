//! What the form of a procedure asks: said by the administrator, stated by the applicant, read by those who settle it.

use axum::http::StatusCode;

use super::{
    browser::{form, set, with},
    catalogue, counter, online,
};
use crate::world::{BY_DEPARTMENT, World, on_each};

#[test]
fn a_form_is_asked_online_and_at_the_counter_and_read_by_the_handler() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = catalogue::page_of(&admin, &format!("trang-thai=published&q={BY_DEPARTMENT}")).await;
        let next = admin.does(&page, "", &[("viec", "ban-moi")]).await.location;
        let mut fields = form(&admin.get(&next).await.text(), catalogue::EDITOR);
        for (name, value) in [
            ("t0-ten", "Tên văn phòng"),
            ("t0-kieu", "dong"),
            ("t0-bat", "1"),
            ("t0-goi", "Như trong quyết định cho phép thành lập"),
            ("t0-chon", ""),
            ("t1-ten", "Hình thức"),
            ("t1-kieu", "chon"),
            ("t1-bat", "1"),
            ("t1-chon", "Công ty hợp danh"),
            ("t2-ten", "Ngày chuyển đổi"),
            ("t2-kieu", "ngay"),
        ] {
            set(&mut fields, name, value);
        }
        // The record says that there is no form: now there is one.
        let both = admin.post(&next, &with(&fields, "luu-cong-bo")).await;
        both.says("Mẫu đơn, tờ khai: đã đánh dấu “Không có” nhưng vẫn còn nội dung");
        fields.retain(|(name, _)| name != "khong-mau_don");
        // One thing to choose from is no choice.
        let refused = admin.post(&next, &with(&fields, "luu-cong-bo")).await;
        refused.says("Ghi ít nhất hai mục để chọn");
        set(&mut fields, "t1-chon", "Công ty hợp danh\nDoanh nghiệp tư nhân");
        let done = admin.post(&next, &with(&fields, "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        world.visitor().get(&format!("/thu-tuc/{BY_DEPARTMENT}")).await.says("Ngày chuyển đổi");

        let citizen = world.visitor();
        let asked = citizen.get(&format!("/nop-ho-so/{BY_DEPARTMENT}")).await;
        asked.says("Nội dung tờ khai").says("Như trong quyết định").says("Phần 2 trong 4");
        let wrong = online::file(&world, &[("khai-1", "Hợp tác xã"), ("khai-2", "hôm qua")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Khai “Tên văn phòng”.").says("Chọn một mục cho “Hình thức”.").says("phải là một ngày");
        let stated =
            [("khai-0", "Văn phòng Ba Se"), ("khai-1", "Công ty hợp danh"), ("khai-2", "2023-09-01")];
        let filed = online::file(&world, &stated).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
        let reception = world.officer("tiepnhan").await;
        let list = reception.get("/lam-viec?muc=cho-nhan").await;
        let dossier = format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""));
        reception.get(&dossier).await.says("Nội dung tờ khai").says("Văn phòng Ba Se").says("1/9/2023");

        let desk = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let short = reception.act(&desk, "", &[("viec", "tiep-nhan"), ("khai-1", "Công ty hợp danh")]).await;
        short.says("Khai “Tên văn phòng”.").says("<option selected>Công ty hợp danh</option>");
        // What is declined need not be stated.
        let mut declined = counter::APPLICANT.to_vec();
        declined.extend([("viec", "tu-choi"), ("ly-do", "Đề nghị nộp tại Sở Y tế."), ("can-cu", "Điều 17")]);
        reception.does(&desk, "", &declined).await;
        let page = counter::receive(&reception, &stated).await;
        reception.get(&page).await.says("Văn phòng Ba Se");
        world.must_be_whole().await;
    });
}
