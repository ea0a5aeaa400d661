//! Ids of all kinds as one column type. Outside of the database layer each kind has its own type.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use protocol::{AccountId, AttachmentId, CollectionId, DeviceId, EnrolmentId, InvitationId, PracticeId, RecordId};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Binary)]
pub struct Id([u8; 16]);

impl Id {
    /// The largest id.
    pub const MAX: Self = Self([0xff; 16]);

    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl<DB: Backend> FromSql<Binary, DB> for Id
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = Vec::<u8>::from_sql(value)?;
        Ok(Self(bytes.try_into().map_err(|_| "an id has sixteen bytes")?))
    }
}

impl<DB: Backend> ToSql<Binary, DB> for Id
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <[u8] as ToSql<Binary, DB>>::to_sql(&self.0, out)
    }
}

macro_rules! kinds {
    ($($kind:ident),*) => {$(
        impl From<$kind> for Id {
            fn from(id: $kind) -> Self {
                Self(*id.as_bytes())
            }
        }

        impl From<Id> for $kind {
            fn from(id: Id) -> Self {
                Self(Uuid::from_bytes(id.0))
            }
        }
    )*};
}

kinds!(AccountId, AttachmentId, CollectionId, DeviceId, EnrolmentId, InvitationId, PracticeId, RecordId);
