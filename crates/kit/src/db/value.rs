//! What goes into a statement and what comes out of it, the same for both engines.

use bytes::BytesMut;
use jiff::{SignedDuration, Timestamp, civil::Date};
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use super::Error;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// `BIGINT` and smaller.
    Int(i64),
    /// `BOOLEAN`; 0 or 1 in SQLite.
    Bool(bool),
    /// `DOUBLE PRECISION`.
    Float(f64),
    /// `TEXT`.
    Text(String),
    /// `BYTEA`.
    Bytes(Vec<u8>),
    /// `UUID`; 16 bytes in SQLite.
    Uuid(Uuid),
    /// `TIMESTAMPTZ`, to the microsecond; UTC text of fixed width in SQLite, which sorts.
    Instant(Timestamp),
    /// `DATE`; `YYYY-MM-DD` in SQLite.
    Date(Date),
    /// `JSONB`; text in SQLite.
    Json(String),
}

type Fault = Box<dyn std::error::Error + Sync + Send>;

/// An instant as SQLite keeps it: `2023-08-22T07:30:00.000000Z`.
fn instant_text(at: Timestamp) -> String {
    format!("{at:.6}")
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::Value as Own;
        Ok(match self {
            Value::Null => ToSqlOutput::Owned(Own::Null),
            Value::Int(n) => ToSqlOutput::Owned(Own::Integer(*n)),
            Value::Bool(b) => ToSqlOutput::Owned(Own::Integer(i64::from(*b))),
            Value::Float(f) => ToSqlOutput::Owned(Own::Real(*f)),
            Value::Text(s) | Value::Json(s) => ToSqlOutput::Borrowed(ValueRef::Text(s.as_bytes())),
            Value::Bytes(b) => ToSqlOutput::Borrowed(ValueRef::Blob(b)),
            Value::Uuid(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Value::Instant(at) => ToSqlOutput::Owned(Own::Text(instant_text(*at))),
            Value::Date(day) => ToSqlOutput::Owned(Own::Text(day.to_string())),
        })
    }
}

impl From<ValueRef<'_>> for Value {
    fn from(value: ValueRef<'_>) -> Value {
        match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => Value::Int(n),
            ValueRef::Real(f) => Value::Float(f),
            ValueRef::Text(s) => Value::Text(String::from_utf8_lossy(s).into_owned()),
            ValueRef::Blob(b) => Value::Bytes(b.to_vec()),
        }
    }
}

/// PostgreSQL counts from 2000-01-01, in microseconds and in days.
const PG_EPOCH: Timestamp = Timestamp::constant(946_684_800, 0);
const PG_EPOCH_DAY: Date = jiff::civil::date(2000, 1, 1);

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match self {
            Value::Null => return Ok(IsNull::Yes),
            // The server names the type it expects, so one integer fits every width.
            Value::Int(n) if *ty == Type::INT4 => return i32::try_from(*n)?.to_sql(ty, out),
            Value::Int(n) if *ty == Type::INT2 => return i16::try_from(*n)?.to_sql(ty, out),
            Value::Int(n) => return n.to_sql(ty, out),
            Value::Bool(b) => return b.to_sql(ty, out),
            Value::Float(f) => return f.to_sql(ty, out),
            Value::Text(s) => return s.to_sql(ty, out),
            Value::Bytes(b) => return b.to_sql(ty, out),
            Value::Uuid(id) => out.extend_from_slice(id.as_bytes()),
            Value::Instant(at) => {
                let micros = at.as_microsecond() - PG_EPOCH.as_microsecond();
                out.extend_from_slice(&micros.to_be_bytes());
            }
            Value::Date(day) => {
                let days = day.duration_since(PG_EPOCH_DAY).as_hours() / 24;
                out.extend_from_slice(&i32::try_from(days)?.to_be_bytes());
            }
            Value::Json(text) => {
                if *ty == Type::JSONB {
                    out.extend_from_slice(&[1]); // the version of the format
                }
                out.extend_from_slice(text.as_bytes());
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Value, Fault> {
        Ok(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Value::Bool(bool::from_sql(ty, raw)?),
            Type::FLOAT8 => Value::Float(f64::from_sql(ty, raw)?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            Type::UUID => Value::Uuid(Uuid::from_slice(raw)?),
            Type::TIMESTAMPTZ => {
                let micros = i64::from_be_bytes(raw.try_into()?);
                Value::Instant(PG_EPOCH.checked_add(SignedDuration::from_micros(micros))?)
            }
            Type::DATE => {
                let days = i64::from(i32::from_be_bytes(raw.try_into()?));
                Value::Date(PG_EPOCH_DAY.checked_add(SignedDuration::from_hours(days * 24))?)
            }
            Type::JSONB => Value::Json(String::from_utf8(raw.get(1..).unwrap_or_default().to_vec())?),
            Type::JSON => Value::Json(String::from_utf8(raw.to_vec())?),
            _ => Value::Text(String::from_utf8(raw.to_vec())?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Value, Fault> {
        Ok(Value::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row(pub(super) Vec<Value>);

impl Row {
    /// The value of column `i`, from 0; fails if it is of another type.
    pub fn get<T: FromValue>(&self, i: usize) -> Result<T, Error> {
        let value = self.0.get(i).ok_or_else(|| Error::Decode(format!("no column {i}")))?;
        T::from_value(value).ok_or_else(|| Error::Decode(format!("column {i} holds {value:?}")))
    }

    /// What the document in column `i`, from 0, says, read at once as what it is; fails if it does not fit. No value reads
    /// like `null`.
    pub fn json<T: serde::de::DeserializeOwned>(&self, i: usize) -> Result<T, Error> {
        let text = match self.0.get(i) {
            Some(Value::Json(text) | Value::Text(text)) => text,
            Some(Value::Null) => "null",
            _ => return Err(Error::Decode(format!("no document in column {i}"))),
        };
        serde_json::from_str(text).map_err(|error| Error::Decode(format!("column {i}: {error}")))
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// The value as this type, or nothing if it is of another.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($ty:ty: $($from:pat => $to:expr),+;)+) => {$(
        impl FromValue for $ty {
            fn from_value(value: &Value) -> Option<Self> {
                match value { $($from => $to,)+ _ => None }
            }
        }
    )+};
}

// Where two forms stand on a line, the second is SQLite's.
from_value! {
    i64: Value::Int(n) => Some(*n);
    f64: Value::Float(f) => Some(*f);
    bool: Value::Bool(b) => Some(*b), Value::Int(n) => Some(*n != 0);
    String: Value::Text(s) => Some(s.clone()), Value::Json(s) => Some(s.clone());
    Vec<u8>: Value::Bytes(b) => Some(b.clone());
    Uuid: Value::Uuid(id) => Some(*id), Value::Bytes(b) => Uuid::from_slice(b).ok();
    Timestamp: Value::Instant(at) => Some(*at), Value::Text(s) => s.parse().ok();
    Date: Value::Date(day) => Some(*day), Value::Text(s) => s.parse().ok();
    serde_json::Value: Value::Json(s) | Value::Text(s) => serde_json::from_str(s).ok();
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

macro_rules! into_value {
    ($($ty:ty => $make:expr;)+) => {$(
        impl From<$ty> for Value {
            fn from(value: $ty) -> Value { $make(value) }
        }
    )+};
}

into_value! {
    i64 => Value::Int;
    i32 => |n: i32| Value::Int(n.into());
    u32 => |n: u32| Value::Int(n.into());
    f64 => Value::Float;
    bool => Value::Bool;
    String => Value::Text;
    &str => |s: &str| Value::Text(s.to_owned());
    Vec<u8> => Value::Bytes;
    Uuid => Value::Uuid;
    Timestamp => Value::Instant;
    Date => Value::Date;
    serde_json::Value => |json: serde_json::Value| Value::Json(json.to_string());
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
