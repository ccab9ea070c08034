//! What people reported, proposed and asked in the last weeks: made by the same commands as in life, each at its moment.

use base::{
    app::App,
    error::{Error, Result},
};
use contact::{letter, petition, question};
use domain::{
    id::{PetitionId, QuestionId, UnitId},
    instant::{Instant, from_local, local_date},
    people::{Actor, Role},
    petition::{
        Outcome, Petition, PetitionChannel as Channel, PetitionClass as Class, PetitionEvent as Event,
        PetitionState, PetitionSubject as Subject, Receiver, Reply, ReplyWay, Source, sender::Sender,
    },
    question::QuestionEvent as Asked,
};
use fastrand::Rng;
use kit::db::Tx;

use super::{accounts::Cast, names::Names};

/// How far a petition has come.
#[derive(Clone, Copy)]
enum Way {
    /// Nobody has looked at it.
    New,
    /// Not accepted.
    Declined(&'static str),
    /// With the sender, who is to say more.
    AskedMore(&'static str),
    /// With the unit.
    Open(Class),
    /// With an authority outside.
    Outside(&'static str),
    /// The Centre checks this answer.
    Answered(Class, Outcome, &'static str),
    /// Everybody reads this answer, and it went out so.
    Published(Class, Outcome, &'static str, ReplyWay),
    /// Answered together with the petition before it.
    Joined,
}

/// How many days ago, how it came in, about what, in a line, in full, how far it has come.
type Story = (i64, Channel, Subject, &'static str, &'static str, Way);

const PETITIONS: &[Story] = &[
    (
        40,
        Channel::Web,
        Subject::Rule,
        "Hai tờ khai hỏi cùng một nội dung",
        "Tờ khai đăng ký và tờ khai kèm theo đều hỏi nơi cư trú của cha mẹ. Đề nghị chỉ khai một lần.",
        Way::Published(
            Class::Within,
            Outcome::Propose,
            "Tiếp thu ý kiến. Sở đã kiến nghị bỏ mục trùng ở tờ khai kèm theo; trong lúc chờ sửa biểu mẫu, người dân chỉ cần ghi ở tờ khai chính.",
            ReplyWay::Email,
        ),
    ),
    (
        33,
        Channel::Telephone,
        Subject::Dossier,
        "Hồ sơ hẹn trả rồi lại hẹn tiếp",
        "Người gọi nói đã đến nhận kết quả đúng ngày hẹn nhưng được hẹn thêm, không có phiếu hẹn lại.",
        Way::Published(
            Class::Conduct,
            Outcome::Corrected,
            "Cán bộ tiếp nhận đã quên lập phiếu xin lỗi và hẹn lại. Lãnh đạo đơn vị đã xin lỗi, trả kết quả và nhắc nhở cán bộ.",
            ReplyWay::Telephone,
        ),
    ),
    (
        30,
        Channel::Counter,
        Subject::Conduct,
        "Cán bộ trả lời cộc lốc, bắt về làm lại giấy",
        "Tôi hỏi còn thiếu giấy gì thì cán bộ nói tự đọc bảng niêm yết. Đi lại ba lần mới xong.",
        Way::Open(Class::Conduct),
    ),
    (
        24,
        Channel::Letter,
        Subject::Rule,
        "Quy định của Bộ về ảnh thẻ chưa phù hợp",
        "Nhiều nơi nhận ảnh chụp bằng điện thoại, ở đây vẫn đòi ảnh in. Đề nghị sửa quy định.",
        Way::Outside("Bộ Tư pháp"),
    ),
    (
        15,
        Channel::Box,
        Subject::Suggestion,
        "Đặt thêm ghế cho người cao tuổi ở khu chờ",
        "Buổi sáng đông, nhiều cô bác phải đứng. Đề nghị thêm ghế và quầy ưu tiên.",
        Way::Answered(
            Class::Within,
            Outcome::Explained,
            "Trung tâm sẽ bố trí thêm 12 ghế và một quầy ưu tiên từ đầu tháng sau.",
        ),
    ),
    (
        9,
        Channel::Web,
        Subject::Rule,
        "Nộp trực tuyến vẫn phải mang bản giấy",
        "Hồ sơ đã nộp trực tuyến, khi nhận kết quả vẫn bị yêu cầu nộp bản giấy để đối chiếu.",
        Way::Open(Class::Within),
    ),
    (
        8,
        Channel::Hotline,
        Subject::Rule,
        "Đã nộp trực tuyến còn đòi bản giấy",
        "Người gọi phản ánh đã nộp trực tuyến nhưng phải mang bản giấy đến quầy.",
        Way::Joined,
    ),
    (
        5,
        Channel::Email,
        Subject::Other,
        "Tranh chấp ranh đất với hàng xóm",
        "Đề nghị xử lý việc lấn ranh đất của nhà bên cạnh.",
        Way::Declined(
            "NĐ 20/2008/NĐ-CP Điều 2: khiếu nại, tranh chấp đất đai giải quyết theo pháp luật về đất đai, khiếu nại; mời liên hệ UBND xã.",
        ),
    ),
    (
        4,
        Channel::Web,
        Subject::Rule,
        "Phí cấp bản sao ghi khác nhau",
        "Bảng niêm yết và trang web ghi hai mức phí.",
        Way::AskedMore("Xin cho biết thủ tục nào và nơi ông/bà thấy mức phí khác."),
    ),
    (
        2,
        Channel::Portal,
        Subject::Rule,
        "Biểu mẫu trên cổng không điền được trên điện thoại",
        "Mẫu tờ khai chỉ mở được trên máy tính. Đề nghị có bản điền trên điện thoại.",
        Way::New,
    ),
    (
        1,
        Channel::Web,
        Subject::Conduct,
        "Gọi điện hỏi hồ sơ không ai nghe máy",
        "Tôi gọi ba buổi không có người nghe. Đề nghị có số điện thoại trực.",
        Way::New,
    ),
];

/// Days ago, the question, more about it, how far it has come: 0 asked, 1 with a unit, 2 drafted, 3 answered, 4 public.
const QUESTIONS: &[(i64, &str, &str, &str, u8)] = &[
    (
        38,
        "Đăng ký khai sinh muộn có mất phí không?",
        "",
        "Đăng ký khai sinh quá hạn có thu lệ phí theo nghị quyết của Hội đồng nhân dân tỉnh; người thuộc hộ nghèo, người khuyết tật được miễn.",
        4,
    ),
    (
        31,
        "Có được nhờ người khác nhận kết quả thay không?",
        "",
        "Được. Người nhận thay mang giấy hẹn, giấy tờ tùy thân và giấy ủy quyền; cha mẹ, vợ chồng, con nhận thay thì không cần công chứng giấy ủy quyền.",
        4,
    ),
    (
        25,
        "Nộp hồ sơ trực tuyến rồi có phải đến Trung tâm nữa không?",
        "",
        "Không phải đến nếu chọn nhận bản điện tử hoặc nhận qua bưu chính. Bản chính chỉ cần mang theo khi thủ tục ghi phải đối chiếu.",
        4,
    ),
    (
        20,
        "Xin xác nhận tình trạng hôn nhân cần mang gì?",
        "",
        "Mang tờ khai theo mẫu và giấy tờ tùy thân; đã ly hôn thì mang thêm trích lục hoặc bản án.",
        3,
    ),
    (
        6,
        "Tờ khai có được viết tay không?",
        "Máy in ở nhà hỏng.",
        "Được viết tay, cùng một màu mực, không tẩy xóa.",
        2,
    ),
    (12, "Hộ chiếu hết hạn có dùng làm giấy tờ tùy thân được không?", "", "", 1),
    (2, "Trung tâm có làm việc sáng thứ Bảy không?", "", "", 0),
    (1, "Đăng ký khai sinh cho cháu ngoại thì ông bà đi được không?", "Cha mẹ cháu đi làm xa.", "", 0),
];

/// Who acts in the stories.
struct People {
    supervisor: Actor,
    director: Actor,
    handler: Actor,
    leader: Actor,
    unit: UnitId,
}

impl People {
    fn of(cast: &Cast) -> Option<People> {
        let centre = cast.centre?;
        let one = |unit: UnitId, role: Role| cast.of(unit, role).first().map(|officer| officer.actor);
        // The first handler of the cast works where the promised officers do.
        let first = cast.officers.iter().find(|officer| officer.actor.role() == Some(Role::Handler))?;
        let unit = first.actor.unit()?;
        Some(People {
            supervisor: one(centre, Role::CentreSupervisor)?,
            director: one(centre, Role::CentreDirector)?,
            handler: first.actor,
            leader: one(unit, Role::Leader)?,
            unit,
        })
    }
}

/// Plays the stories up to now.
pub fn play(app: &App, cast: &Cast, seed: u64) -> Result<()> {
    let Some(people) = People::of(cast) else { return Ok(()) };
    let (inner, now) = (app.clone(), app.now());
    app.db.write_blocking(move |tx| {
        let (mut rng, names) = (Rng::with_seed(seed), Names::shipped());
        let mut sender = || {
            let party = names.person(&mut rng, "xã Mẫu", "084");
            let (name, identity, phone, address) = (party.name, party.identity, party.phone, party.address);
            Sender { name, identity, phone, email: String::new(), address }
        };
        let mut before = String::new();
        for story in PETITIONS {
            before = tell(&inner, tx, &people, (story, sender()), (&before, now))?;
        }
        for one in QUESTIONS {
            ask(&inner, tx, &people, (one, &sender()), now)?;
        }
        Ok::<_, Error>(())
    })
}

/// `hour` o'clock of the day `days` ago.
fn moment(now: Instant, days: i64, hour: i8) -> Instant {
    let day = local_date(now).saturating_sub(jiff::Span::new().days(days.max(0)));
    from_local(day.at(hour, 12, 0, 0)).min(now)
}

/// Tells one petition; its code.
fn tell(
    app: &App,
    tx: &mut Tx,
    people: &People,
    (story, sender): (&Story, Sender),
    (before, now): (&str, Instant),
) -> Result<String> {
    let (days, channel, subject, title, content, way) = *story;
    let at = |after: i64, hour: i8| moment(now, days - after, hour);
    let id = PetitionId(kit::clock::id(at(0, 8)));
    let source = (channel == Channel::Portal)
        .then(|| Source { system: "dichvucong.gov.vn".into(), id: "PAKN.20231201.0007".into() });
    let petition = Petition {
        code: String::new(),
        channel,
        source,
        subject,
        title: title.into(),
        content: content.into(),
        dossier_code: String::new(),
        dossier: None,
        procedure: String::new(),
        received_at: at(0, 8),
        state: PetitionState::Received,
        class: None,
        ground: String::new(),
        unit: None,
        outside: String::new(),
        clock: None,
        was_asked: false,
        late: vec![],
        reply: None,
        publication: None,
        head: None,
        files: vec![],
        letter: None,
        delivery: None,
    };
    let by = if channel == Channel::Web { Actor::Public } else { people.supervisor };
    let code = petition::store::file(app, tx, id, (&petition, &sender), by, at(0, 8))?;
    match way {
        Way::New => {}
        Way::Joined => {
            let seen = petition::store::load(tx, id)?;
            petition::store::join(app, tx, &seen, before, people.supervisor, at(1, 9))?;
        }
        way => go_on(app, tx, people, (id, content, way), &at)?,
    }
    Ok(code)
}

/// What happened to it since.
fn go_on(
    app: &App,
    tx: &mut Tx,
    people: &People,
    (id, content, way): (PetitionId, &str, Way),
    at: &dyn Fn(i64, i8) -> Instant,
) -> Result<()> {
    let mut go = |event: Event, by: Actor, when: Instant| {
        let seen = petition::store::load(tx, id)?;
        petition::store::record(app, tx, &seen, event, by, when)
    };
    let classified = |class| Event::Classified { class, ground: String::new() };
    let to_unit = || Event::Forwarded { to: Receiver::Unit(people.unit), text: String::new() };
    let reply = |outcome, text: &str| {
        let basis = "NĐ 63/2010/NĐ-CP Điều 8; NĐ 61/2018/NĐ-CP Điều 4".into();
        Event::Answered { reply: Reply { text: text.into(), outcome, basis, file: None } }
    };
    let (desk, leader) = (people.supervisor, people.leader);
    match way {
        Way::New | Way::Joined => {}
        Way::Declined(ground) => {
            go(Event::Classified { class: Class::NotAccepted, ground: ground.into() }, desk, at(1, 9))?;
        }
        Way::AskedMore(text) => go(Event::Asked { text: text.into() }, desk, at(1, 9))?,
        Way::Open(class) => {
            go(classified(class), desk, at(1, 9))?;
            go(to_unit(), desk, at(1, 10))?;
        }
        Way::Outside(name) => {
            go(classified(Class::Outside), desk, at(1, 9))?;
            go(Event::Forwarded { to: Receiver::Outside(name.into()), text: String::new() }, desk, at(2, 9))?;
        }
        Way::Answered(class, outcome, text) => {
            go(classified(class), desk, at(1, 9))?;
            go(to_unit(), desk, at(1, 10))?;
            go(reply(outcome, text), leader, at(14, 9))?;
        }
        Way::Published(class, outcome, text, way) => {
            go(classified(class), desk, at(1, 9))?;
            go(to_unit(), desk, at(1, 10))?;
            go(reply(outcome, text), leader, at(9, 9))?;
            let seen = petition::store::load(tx, id)?;
            petition::store::publish(app, tx, &seen, (content, text), people.director, at(10, 9))?;
            let seen = petition::store::load(tx, id)?;
            let sent = Event::Delivered { way, sent_at: at(10, 9), text: String::new() };
            petition::store::record(app, tx, &seen, sent, desk, at(10, 10))?;
            // What is about conduct waits for the director's own letter.
            if class == Class::Within {
                let seen = petition::store::load(tx, id)?;
                letter::reply::sign(app, tx, &seen, leader, at(10, 14))?;
            }
        }
    }
    Ok(())
}

fn ask(
    app: &App,
    tx: &mut Tx,
    people: &People,
    (one, asker): (&(i64, &str, &str, &str, u8), &Sender),
    now: Instant,
) -> Result<()> {
    let (days, title, content, answer, way) = *one;
    let at = |after: i64, hour: i8| moment(now, days - after, hour);
    let id = QuestionId(kit::clock::id(at(0, 9)));
    question::store::file(app, tx, id, (title, content, asker), Actor::Public, at(0, 9))?;
    let text = answer.to_owned();
    let steps = [
        (Asked::Assigned { to: people.unit, text: String::new() }, people.supervisor, at(0, 14)),
        (Asked::Drafted { text: text.clone() }, people.handler, at(1, 9)),
        (Asked::Approved { text }, people.leader, at(2, 9)),
    ];
    for (event, by, when) in steps.into_iter().take(way.into()) {
        let seen = question::store::load(tx, id)?;
        question::store::record(tx, &seen, &event, by, when)?;
    }
    if way > 3 {
        let seen = question::store::load(tx, id)?;
        question::store::publish(tx, &seen, (title, answer), people.supervisor, at(3, 9))?;
    }
    Ok(())
}
