//! The figures that everybody may read.

use super::{counter::receive, turns::staff};
use crate::world::{World, at, on_each};

/// The cells of a unit's row, without blanks.
fn row(page: &crate::world::Answer, unit: &str) -> Vec<String> {
    let row = page.between(&format!(">{unit}</th>"), "</tr>");
    let cells = row.split("--numeric\">").skip(1);
    cells.map(|cell| cell.split('<').next().unwrap().to_owned()).collect()
}

#[test]
fn everybody_reads_what_was_received_and_settled_by_unit_and_month() {
    // Điều 2: công khai, minh bạch; row C-04.
    on_each(async |world: World| {
        let everybody = world.visitor();
        everybody.get("/").await.says("href=\"/cong-khai\"");
        everybody.get("/cong-khai").await.says("Tháng này chưa có hồ sơ nào.");
        let desk = staff(&world).await;
        let settled = desk.at_handler().await;
        receive(&desk.reception, &[]).await;
        desk.to_result(&settled).await;
        // Counted for everybody once in ten minutes.
        everybody.get("/cong-khai").await.says("Tháng này chưa có hồ sơ nào.");
        world.clock.set(at("2023-08-22T08:11"));
        let page = everybody.get("/cong-khai").await;
        // Received, in time, late, share, ended otherwise, in progress.
        assert_eq!(row(&page, "Sở Tư pháp"), ["2", "1", "0", "100 %", "0", "1"]);
        page.says("Tháng 8/2023").says("href=\"/cong-khai/cham\"").says("href=\"/cong-khai?thang=2023-07\"");
        page.hides("Sô Phia").hides("084199001234").hides("230822-0001");
        // What takes too long is counted as late in the month in which it is settled.
        let other = desk.at_handler().await;
        world.clock.set(at("2023-10-02T08:00"));
        let desk = staff(&world).await;
        desk.to_result(&other).await;
        let page = everybody.get("/cong-khai?thang=2023-10").await;
        assert_eq!(row(&page, "Sở Tư pháp"), ["0", "0", "1", "0 %", "0", "1"]);
        // A month that the Centre has fixed stays as it was fixed.
        let director = world.officer("giamdoc").await;
        director.does("/lam-viec/so-lieu-thang", "chot", &[("thang", "2023-08")]).await;
        let fixed = everybody.get("/cong-khai?thang=2023-08").await;
        assert_eq!(row(fixed.says("Số liệu đã chốt"), "Sở Tư pháp"), ["3", "1", "0", "100 %", "0", "2"]);
        everybody.get("/cong-khai?thang=nam").await.says("Tháng 10/2023");
        world
            .reader("en")
            .await
            .get("/cong-khai")
            .await
            .says("How applications were settled")
            .says("Sở Tư pháp");
    });
}
