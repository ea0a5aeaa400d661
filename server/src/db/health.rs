//! What the database says of itself.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::Conn;
use crate::fault::Result;

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// The database's kind, and its bytes on disk.
pub fn facts(conn: &mut Conn) -> Result<(&'static str, u64)> {
    let (kind, size) = match conn {
        Conn::Sqlite(c) => {
            let query = "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()";
            ("sqlite", diesel::sql_query(query).get_result::<Size>(c)?)
        }
        Conn::Postgres(c) => {
            let query = "SELECT pg_database_size(current_database()) AS bytes";
            ("postgresql", diesel::sql_query(query).get_result::<Size>(c)?)
        }
    };
    Ok((kind, u64::try_from(size.bytes).unwrap_or(0)))
}
