//! A list of values with their stored word and what people read: one line each.

/// Declares an enum whose values have a stored word and a title.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal $title:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the form.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word stored and sent.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// What people read.
            pub fn title(self) -> &'static str {
                match self { $($name::$variant => $title),+ }
            }

            /// The value of that stored word, or nothing if there is none.
            pub fn by_name(name: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}
pub(crate) use words;
