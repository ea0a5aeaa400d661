DROP TABLE epoch_handovers;
