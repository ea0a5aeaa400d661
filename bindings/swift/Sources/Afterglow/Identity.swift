import AfterglowCore

// Lists tell their rows apart by the id that the core gives them.
extension AfterglowCore.EntryView: Identifiable {}
extension AfterglowCore.DraftView: Identifiable {}
extension AfterglowCore.CareView: Identifiable {}
extension AfterglowCore.DeviceView: Identifiable {}
extension AfterglowCore.ReplyView: Identifiable {}
