//! What is tested across rooms. The tests themselves are in `tests/tests`: laws of the house, known answers, journeys.
