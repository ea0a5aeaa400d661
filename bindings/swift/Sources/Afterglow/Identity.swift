import AfterglowCore

// Lists identify their rows by the core's ids.
extension AfterglowCore.EntryView: Identifiable {}
extension AfterglowCore.DraftView: Identifiable {}
extension AfterglowCore.CareView: Identifiable {}
extension AfterglowCore.DeviceView: Identifiable {}
extension AfterglowCore.ReplyView: Identifiable {}
