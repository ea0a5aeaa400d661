//! What the database says of itself.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::Conn;
use super::outage::Outage;
use super::schema::secrets;
use crate::fault::Result;

/// Bytes that are free beside a database that is not full: room for the largest push.
pub const ROOM: u64 = 8 << 20;

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

/// Writes a row as it is: whether writing works.
pub fn rewrite_something(conn: &mut Conn) -> Result<()> {
    diesel::update(secrets::table).set(secrets::value.eq(secrets::value)).execute(conn)?;
    Ok(())
}

/// Whether a PostgreSQL database has room for about a MiB more. A row that is written again may find its room in a page that
/// is there.
pub fn can_grow(conn: &mut Conn) -> bool {
    let grows = conn.batch_execute(
        "BEGIN; CREATE TEMPORARY TABLE afterglow_room ON COMMIT DROP AS SELECT generate_series(1, 30000); ROLLBACK",
    );
    match grows {
        Ok(()) => true,
        Err(error) => {
            // A user who may make no temporary table says nothing of the disk.
            let full = Outage::of(&error).is_some();
            !full && conn.batch_execute("ROLLBACK").is_ok()
        }
    }
}
