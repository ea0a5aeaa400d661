//! Where an entry stands in the arc of the work.
