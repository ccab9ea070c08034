//! The public pages in Khmer and English: chosen once, kept, whole; what the catalogue says stays Vietnamese and is marked so.

use axum::http::StatusCode;
use base::texts::Lang;
use domain::dossier::State;

use crate::world::{Answer, BY_COMMUNE, BY_DEPARTMENT, World, at, on_each};

/// The page without its window title, tags, and whatever is marked as Vietnamese.
fn unmarked(page: &Answer) -> String {
    let text = page.text();
    let body = text.split_once("</title>").unwrap().1;
    let (mut out, mut rest) = (String::new(), body);
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if tag.contains("lang=\"vi\"") {
            let name = tag.split(' ').next().unwrap();
            rest = skip(rest, name);
        } else {
            // What a screen reader says of the tag itself.
            for part in tag.split("=\"").skip(1) {
                out.push_str(part.split('"').next().unwrap());
            }
        }
    }
    out + rest
}

/// What follows the end of the element `name`, which may hold others of that name.
fn skip<'t>(mut rest: &'t str, name: &str) -> &'t str {
    let mut depth = 1;
    while depth > 0 {
        let (_, tag) = rest.split_once('<').unwrap();
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if tag.strip_prefix('/') == Some(name) {
            depth -= 1;
        } else if tag.split(' ').next() == Some(name) {
            depth += 1;
        }
    }
    rest
}

/// The page is English, but for what is marked and the name of the province.
#[track_caller]
fn is_english(page: &Answer) {
    is_in("en", page);
}

#[track_caller]
fn is_in(lang: &str, page: &Answer) {
    page.says(&format!("<html lang=\"{lang}\""));
    let text = unmarked(page).replace("Trà Vinh", "").replace("Kim Thị Mẫu", "").replace("Ấp 3", "");
    let is_foreign =
        |c: char| ('\u{1ea0}'..='\u{1ef9}').contains(&c) || "ăâđêôơưĂÂĐÊÔƠƯàáãèéìíĩòóõùúũýÀÁ".contains(c);
    let foreign: Vec<&str> = text.split(['\n', '.']).filter(|line| line.contains(is_foreign)).collect();
    assert_eq!(foreign, Vec::<&str>::new());
}

#[test]
fn a_visitor_chooses_english_and_comes_back_to_the_same_page() {
    on_each(async |world: World| {
        let visitor = world.visitor();
        let page = visitor.get("/thu-tuc?q=giam+dinh").await;
        page.says("<html lang=\"vi\"").says("name=\"ve\" value=\"/thu-tuc?q=giam+dinh\"");
        let chosen = visitor.post("/ngon-ngu", &[("tieng", "en"), ("ve", "/thu-tuc?q=giam+dinh")]).await;
        assert_eq!(
            (chosen.status, chosen.location.as_str()),
            (StatusCode::SEE_OTHER, "/thu-tuc?q=giam+dinh")
        );
        assert!(chosen.cookie.starts_with("ngon-ngu=en; Path=/; "), "{}", chosen.cookie);
        assert!(unmarked(&page).contains("Tìm thủ tục"), "what checks English pages sees Vietnamese");
        // Not an open redirect, and no language that there is not.
        for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example", ""] {
            let answer = visitor.post("/ngon-ngu", &[("tieng", "en"), ("ve", elsewhere)]).await;
            assert_eq!(answer.location, "/", "{elsewhere}");
        }
        assert_eq!(visitor.post("/ngon-ngu", &[("tieng", "tlh")]).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_cache_does_not_mix_languages() {
    on_each(async |world: World| {
        for path in ["/thu-tuc".to_owned(), format!("/thu-tuc/{BY_DEPARTMENT}")] {
            let page = world.visitor().get(&path).await;
            assert_eq!(page.cache, "public, max-age=60");
            assert!(page.vary.to_lowercase().contains("cookie"), "{}", page.vary);
        }
        let home = world.visitor().get("/").await;
        assert_eq!(home.cache, "private, no-store");
    });
}

#[test]
fn from_search_to_tracking_in_english() {
    on_each(async |world: World| {
        world.clock.set(at("2023-08-31T16:30"));
        let reader = world.reader("en").await;
        for path in [
            "/".to_owned(),
            "/thu-tuc".into(),
            "/thu-tuc?q=khong-co-gi".into(),
            format!("/thu-tuc/{BY_DEPARTMENT}"),
            format!("/thu-tuc/{BY_COMMUNE}"),
            format!("/nop-ho-so/{BY_DEPARTMENT}"),
            format!("/nop-ho-so/{BY_COMMUNE}"),
            "/tra-cuu".into(),
            "/dang-nhap".into(),
            "/khong-co".into(),
        ] {
            is_english(&reader.get(&path).await);
        }
        let form = format!("/nop-ho-so/{BY_DEPARTMENT}");
        let wrong = [
            ("ho-ten", "Kim Thị Mẫu"),
            ("so-dinh-danh", "12"),
            ("tep-0", "file:a.exe:MZ"),
            ("tep-1", "file:b.pdf:%PDF-1.7 b"),
        ];
        let refused = reader.post(&form, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_english(&refused);
        refused
            .says("A personal ID number has 12 digits")
            .says("not of an accepted type")
            .says("Enter an address.");
        refused.says("Choose a file for document 4.").hides("Choose a file for document 1.");
        refused.says("value=\"Kim Thị Mẫu\"").says("We have “b.pdf”.").hides("We have “a.exe”.");
        let nobody = reader.post(&format!("/nop-ho-so/{BY_COMMUNE}"), &[("ho-ten", "Kim")]).await;
        is_english(&nobody);
        nobody.says("Choose the office that decides.");

        let mut fields =
            vec![("so-dinh-danh", "084199001234"), ("ho-ten", "Kim Thị Mẫu"), ("dia-chi", "Ấp 3")];
        is_english(&reader.post(&form, &fields).await);
        reader.post(&form, &fields).await.says("Choose a file for document 1.");
        fields.extend(["tep-0", "tep-1", "tep-2", "tep-3"].map(|field| (field, "file:a.pdf:%PDF-1.7 a")));
        let filed = reader.post(&form, &fields).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
        let done = reader.get(&filed.location).await;
        is_english(&done);
        done.says("by Tuesday, 5 September 2023, 16:30 at the latest");
        let code = done.between("class=\"code\">", "<");

        let anonymous = reader.post("/tra-cuu", &[("ma", &code)]).await;
        is_english(&anonymous);
        anonymous.says("Waiting to be checked").says("10% complete");
        anonymous.says(&format!("name=\"ve\" value=\"/tra-cuu?ma={code}\""));
        is_english(&reader.post("/tra-cuu", &[("ma", "NHAP-0"), ("bon-so", "1234")]).await);
        let reception = world.officer("tiepnhan").await;
        let list = reception.get("/lam-viec?muc=cho-nhan").await;
        let page = format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""));
        reception.does(&page, "tiep-nhan", &[]).await;
        let own = reader.post("/tra-cuu", &[("ma", &code), ("bon-so", "1234")]).await;
        is_english(&own);
        own.says("Accepted")
            .says("Application accepted")
            .says("<span lang=\"vi\">")
            .says("day off, not counted");

        let incomplete = reader.post(&form, &fields).await;
        let code = reader.get(&incomplete.location).await.between("class=\"code\">", "<");
        let list = reception.get("/lam-viec?muc=cho-nhan").await;
        let other = format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""));
        reception.does(&other, "bo-sung", &[("thieu", "0"), ("ly-do-bo-sung", "Không rõ")]).await;
        let missing = reader.post("/tra-cuu", &[("ma", &code), ("bon-so", "1234")]).await;
        is_english(&missing);
        missing.says("missing 1 document").says("Không rõ");

        reception.get(&format!("{page}/thu/2")).await;
        let proof: String = world
            .app
            .read(|tx| Ok(tx.one("SELECT proof FROM letter WHERE form = '01'", vec![])?.get(0)?))
            .await
            .unwrap();
        let shown = reader.get(&format!("/xac-thuc/{proof}")).await;
        is_english(&shown);
        shown.says("This document is genuine").says("Receipt and appointment for the result");
    });
}

#[test]
fn the_public_pages_in_khmer() {
    on_each(async |world: World| {
        world.clock.set(at("2023-08-31T16:30"));
        let reader = world.reader("km").await;
        for path in [
            "/".to_owned(),
            "/thu-tuc?q=khong-co-gi".into(),
            format!("/thu-tuc/{BY_DEPARTMENT}"),
            format!("/nop-ho-so/{BY_COMMUNE}"),
            "/tra-cuu".into(),
            "/phan-anh/tra-cuu".into(),
            "/hoi-dap".into(),
            "/khong-co".into(),
        ] {
            let page = reader.get(&path).await;
            is_in("km", &page);
            page.says("<b lang=\"km\" aria-current=\"true\">ភាសាខ្មែរ</b>")
                .says("<button name=\"tieng\" value=\"en\"");
        }
        let form = format!("/nop-ho-so/{BY_DEPARTMENT}");
        let wrong = [("ho-ten", "Kim Thị Mẫu"), ("so-dinh-danh", "12"), ("tep-0", "file:a.exe:MZ")];
        let refused = reader.post(&form, &wrong).await;
        is_in("km", &refused);
        refused.says(&Lang::Km.say("field-address")).says(&Lang::Km.say("field-identity"));

        let mut fields =
            vec![("so-dinh-danh", "084199001234"), ("ho-ten", "Kim Thị Mẫu"), ("dia-chi", "Ấp 3")];
        fields.extend(["tep-0", "tep-1", "tep-2", "tep-3"].map(|field| (field, "file:a.pdf:%PDF-1.7 a")));
        let filed = reader.post(&form, &fields).await;
        let done = reader.get(&filed.location).await;
        is_in("km", &done);
        done.says("ថ្ងៃអង្គារ ទី 5 ខែកញ្ញា ឆ្នាំ 2023 ម៉ោង 16:30");
        let code = done.between("class=\"code\">", "<");
        let own = reader.post("/tra-cuu", &[("ma", &code), ("bon-so", "1234")]).await;
        is_in("km", &own);
        own.says(&Lang::Km.state(State::Submitted));
    });
}

#[test]
fn who_reads_a_translation_learns_that_the_vietnamese_holds() {
    on_each(async |world: World| {
        for lang in ["km", "en"] {
            let note = Lang::by_code(lang).unwrap().say("footer-translation");
            world.reader(lang).await.get("/").await.says(&note);
        }
        world.visitor().get("/").await.hides("<p></p>");
    });
}

#[test]
fn what_cannot_be_read_or_done_is_said_on_a_page() {
    on_each(async |world: World| {
        let reader = world.reader("en").await;
        let unknown = reader.post(&format!("/nop-ho-so/{BY_DEPARTMENT}"), &[("truong-hop", "99")]).await;
        assert_eq!(
            unknown.status,
            StatusCode::NOT_FOUND,
            "a case that there is not has no papers to ask for"
        );
        is_english(&unknown);
        let huge = "x".repeat(65 * 1024 * 1024);
        let large = reader.post(&format!("/nop-ho-so/{BY_DEPARTMENT}"), &[("ho-ten", &huge)]).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        is_english(&large);
        large.says("Files too large");
        for nowhere in ["/nop-ho-so/x/y", "/ngon-ngu", "/static/x"] {
            let page = reader.get(nowhere).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{nowhere}");
            is_english(&page);
        }
        // Officers' pages are Vietnamese whatever the cookie says.
        reader.get("/dang-nhap").await.says("<html lang=\"en\"");
        world.officer("tiepnhan").await.get("/lam-viec").await.says("<html lang=\"vi\"");
    });
}
