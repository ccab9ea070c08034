//! People who do not exist: names drawn by how often they occur, with the Khmer family names as often as Trà Vinh's
//! population has them (32 % Khmer; the samples at hand come from elsewhere and have next to none).

use domain::dossier::Party;
use fastrand::Rng;

use super::data;

/// Khmer family names of Trà Vinh, and how often each among them.
const KHMER: &[(&str, u32)] =
    &[("Thạch", 34), ("Sơn", 20), ("Kim", 18), ("Kiên", 14), ("Danh", 8), ("Lâm", 6)];
/// Of a hundred people, how many are Khmer.
const KHMER_SHARE: u32 = 32;

/// Draws people.
#[derive(Clone, Debug)]
pub struct Names {
    family: Vec<(&'static str, u32)>,
    men: (Vec<(&'static str, u32)>, Vec<(&'static str, u32)>),
    women: (Vec<(&'static str, u32)>, Vec<(&'static str, u32)>),
}

impl Names {
    /// Reads the lists that ship.
    pub fn shipped() -> Names {
        Names {
            family: list(data::FAMILY),
            men: (list(data::MIDDLE_MEN), list(data::GIVEN_MEN)),
            women: (list(data::MIDDLE_WOMEN), list(data::GIVEN_WOMEN)),
        }
    }

    /// A full name.
    pub fn full(&self, rng: &mut Rng, is_woman: bool) -> String {
        let is_khmer = rng.u32(0..100) < KHMER_SHARE;
        let family = if is_khmer { draw(KHMER, rng) } else { draw(&self.family, rng) };
        let (middle, given) = if is_woman { &self.women } else { &self.men };
        format!("{family} {} {}", draw(middle, rng), draw(given, rng))
    }

    /// A person with an identity number of the right shape, an address at `place` and a telephone number that no
    /// network has given out.
    pub fn person(&self, rng: &mut Rng, place: &str, province: &str) -> Party {
        let is_woman = rng.bool();
        let year = rng.u32(1945..2005);
        let century = u32::from(is_woman) + if year >= 2000 { 2 } else { 0 };
        Party {
            name: self.full(rng, is_woman),
            identity: format!("{province}{century}{:02}{:06}", year % 100, rng.u32(0..1_000_000)),
            is_organisation: false,
            address: format!("Ấp {}, {place}", rng.u32(1..12)),
            phone: format!("0999{:06}", rng.u32(0..1_000_000)),
            email: String::new(),
        }
    }
}

fn list(csv: &'static str) -> Vec<(&'static str, u32)> {
    let entry = |line: &'static str| {
        let mut parts = line.split(',');
        Some((parts.next()?, parts.next()?.parse().ok()?))
    };
    csv.lines().skip(1).filter_map(entry).collect()
}

fn draw(list: &[(&'static str, u32)], rng: &mut Rng) -> &'static str {
    let total: u32 = list.iter().map(|(_, weight)| weight).sum();
    let mut at = rng.u32(0..total.max(1));
    for (name, weight) in list {
        if at < *weight {
            return name;
        }
        at -= weight;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_people_and_a_third_of_them_are_khmer() {
        let names = Names::shipped();
        let draw = |seed| {
            let mut rng = Rng::with_seed(seed);
            (0..1_000).map(|_| names.person(&mut rng, "xã A", "084")).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        let people = draw(7);
        let khmer = people.iter().filter(|p| KHMER.iter().any(|(name, _)| p.name.starts_with(name))).count();
        assert!((280..420).contains(&khmer), "{khmer}");
        assert!(people.iter().all(|p| p.identity.len() == 12 && p.name.split(' ').count() >= 3));
    }
}
