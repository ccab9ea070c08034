//! Statistics of coordination: who asked whom, who answered in time, late or never.

use axum::http::StatusCode;
use domain::people::Role;
use jiff::SignedDuration;
use oversight::follow::catch_up;

use super::turns::{later, staff};
use crate::world::{Answer, Visitor, World, at, on_each};

/// The numbers of the row of these two units.
fn numbers(page: &Answer, from: &str, to: &str) -> Vec<i64> {
    let row = page.between(&format!("<th scope=\"row\">{from}</th><td>{to}</td>"), "</tr>");
    row.split("data-n=\"").skip(1).map(|cell| cell.split('"').next().unwrap().parse().unwrap()).collect()
}

/// Other departments: identifier and name.
async fn departments(handler: &Visitor<'_>, page: &str) -> Vec<(String, String)> {
    let shown = handler.get(page).await.text();
    let options = shown.split("id=\"don-vi-ph\"").nth(1).unwrap().split("<option value=\"").skip(1);
    let departments = options.filter(|part| part.contains(">Sở ")).map(|part| {
        let (id, rest) = part.split_once('"').unwrap();
        (id.to_owned(), rest.trim_start_matches('>').split('<').next().unwrap().to_owned())
    });
    departments.take(2).collect()
}

#[test]
fn who_asked_whom_and_who_answered_in_time_stands_in_a_table_of_units() {
    // Row C-35.
    on_each(async |world: World| {
        let desk = staff(&world).await;
        let (first, second) = (desk.at_handler().await, desk.at_handler().await);
        let others = departments(&desk.handler, &first).await;
        let [(good, good_name), (mute, mute_name)] = &others[..] else { panic!("two departments") };
        let ask = |unit: &str, kind: &str| {
            let fields = [
                ("don-vi-ph", unit),
                ("loai-ph", kind),
                ("noi-dung-ph", "Đề nghị cho ý kiến"),
                ("gio-ph", "8"),
            ];
            fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        for (page, unit, kind) in [
            (&first, good, "opinion"),
            (&first, mute, "opinion"),
            (&second, good, "leg"),
            (&second, good, "opinion"),
        ] {
            let fields = ask(unit, kind);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            desk.handler.does(page, "phoi-hop", &fields).await;
        }
        let other = world.officer_of(good, Role::Handler).await;
        let agrees = [("phan", "1"), ("tra-loi-ph", "Phù hợp"), ("y-kien-ph", "agrees")];
        other.does(&first, "nhan-phan-viec", &[("phan", "1")]).await;
        other.does(&first, "tra-loi-phan-viec", &agrees).await;
        // The part comes late, the other opinions never.
        later(&world, "2023-08-25T08:00").await;
        let other = world.officer_of(good, Role::Handler).await;
        other.does(&second, "nhan-phan-viec", &[("phan", "1")]).await;
        other.does(&second, "tra-loi-phan-viec", &[("phan", "1"), ("tra-loi-ph", "Đã làm")]).await;
        let now = world.app.now();
        world.clock.set(now + SignedDuration::from_mins(2));
        catch_up(&world.app).await.unwrap();
        let centre = world.officer("trungtam").await;
        let page = centre.get("/lam-viec/phoi-hop/thong-ke").await;
        // Opinions: asked, in time, late, silent; parts: asked, in time, late; dossiers: on, back; urged.
        assert_eq!(numbers(&page, "Sở Tư pháp", good_name), [2, 1, 0, 1, 1, 0, 1, 0, 0, 0]);
        assert_eq!(numbers(&page, "Sở Tư pháp", mute_name), [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        // Each number is the length of the list that it leads to; hand-overs are counted by whole months and have none.
        let cells = page.text();
        let links: Vec<(&str, String)> = cells
            .split("data-n=\"")
            .skip(1)
            .filter(|cell| cell.split("</td>").next().unwrap().contains("href="))
            .map(|cell| {
                let link = cell.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
                (cell.split('"').next().unwrap(), link.replace("&amp;", "&"))
            })
            .collect();
        assert!(links.len() >= 24, "{}", links.len());
        for (number, link) in links {
            let list = centre.get(&link).await;
            assert_eq!(list.text().matches("<tr data-row>").count().to_string(), number, "{link}");
            list.says(&format!(": {number}</h1>"));
        }
        let province = world.officer("ubndtinh").await;
        province.get("/lam-viec/phoi-hop/thong-ke").await.hides("danh-sach?");
        // Both dossiers came from the counter.
        let text = page.text();
        let centre_row =
            text.split("<tr><th scope=\"row\">").find(|row| row.contains("<td>Sở Tư pháp</td>")).unwrap();
        assert_eq!(centre_row.matches("data-n=\"2\"").count(), 1);
        // Other days, nothing; an agency sees what touches it alone; who does not watch, nothing.
        centre
            .get("/lam-viec/phoi-hop/thong-ke?tu=2023-01-01&den=2023-01-31")
            .await
            .says("Không có việc phối hợp nào");
        let leader = world.officer_of(mute, Role::Leader).await;
        leader
            .get("/lam-viec/phoi-hop/thong-ke")
            .await
            .says("Sở Tư pháp")
            .hides(&format!("<td>{good_name}</td>"));
        let refused = world.officer("chuyenvien").await.get("/lam-viec/phoi-hop/thong-ke").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn what_is_to_be_commented_on_is_listed_by_its_day_and_silence_is_late() {
    // Row C-36.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let form = centre.get("/lam-viec/phoi-hop/moi?loai=gop-y").await;
        let (csrf, id) =
            (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
        let text = form.text();
        let unit = text.split("name=\"don-vi\" value=\"").find(|part| part.contains(">Sở Tư pháp<")).unwrap();
        let unit = unit.split('"').next().unwrap();
        let fields = [
            ("csrf", csrf.as_str()),
            ("ma", &id),
            ("loai", "gop-y"),
            ("don-vi", unit),
            ("tieu-de", "Dự thảo quy trình nội bộ"),
            ("noi-dung", "Đề nghị góp ý"),
            ("ngay", "3"),
        ];
        let sent = centre.post("/lam-viec/phoi-hop/moi", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        centre.get("/lam-viec/phoi-hop/thong-ke").await.says("Dự thảo quy trình nội bộ").says("Chưa đến hạn");
        world.clock.set(at("2023-08-29T08:00"));
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/phoi-hop/thong-ke").await.says("Im lặng, tính là chậm");
        let matter = format!("/lam-viec/phoi-hop/{id}");
        world.officer("chuyenvien").await.does(&matter, "tra-loi", &[("noi-dung", "Thống nhất")]).await;
        centre.get("/lam-viec/phoi-hop/thong-ke").await.says("Trả lời muộn");
    });
}
