//! Health checks of the database.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::Conn;
use super::schema::secrets;
use crate::fault::{DatabaseError, Result};

/// The disk counts as full below this much free space: the size of the largest push.
pub(crate) const MIN_FREE_SPACE: u64 = 8 << 20;

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// The kind of the database, and its size on disk in bytes.
pub(crate) fn kind_and_size(conn: &mut Conn) -> Result<(&'static str, u64)> {
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

/// Writes a row unchanged, to find out whether writes succeed.
pub(crate) fn test_write(conn: &mut Conn) -> Result<()> {
    diesel::update(secrets::table).set(secrets::value.eq(secrets::value)).execute(conn)?;
    Ok(())
}

/// Whether PostgreSQL can allocate about a MiB. A small write proves nothing: it may fit into an existing page.
pub(crate) fn can_grow(conn: &mut Conn) -> bool {
    let grows = conn.batch_execute(
        "BEGIN; CREATE TEMPORARY TABLE afterglow_room ON COMMIT DROP AS SELECT generate_series(1, 30000); ROLLBACK",
    );
    match grows {
        Ok(()) => true,
        Err(error) => {
            // An error for another reason, such as a missing permission, says nothing about the disk.
            let full = DatabaseError::from(error).outage.is_some();
            !full && conn.batch_execute("ROLLBACK").is_ok()
        }
    }
}
