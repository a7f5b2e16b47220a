import Archive
import Experiments
import Foundation
import Testing

/// What people write about experiments and trials.
struct AnnotationTests {
  private static let trial = AnnotationSubject.trial(TrialID(hex: String(repeating: "a", count: 64)))

  @Test
  func `tags are kept once and in order, notes in theirs, and both go again`() throws {
    let archive = try Archive.inMemory()
    let rates = AnnotationSubject.experiment(name: "rates")
    try archive.annotate(rates, [.tag("mnist"), .tag("a"), .tag("mnist"), .note("second"), .note("first"), .star])
    #expect(
      try archive.annotations(of: rates)
        == Annotations(tags: ["a", "mnist"], notes: ["second", "first"], isStarred: true))
    try archive.annotate(Self.trial, [.note("<script>alert('x')</script>\nand \u{202E}more")])
    let left = try archive.annotate(rates, [.untag("a"), .untag("unknown"), .unnote(1), .unstar])
    #expect(left == Annotations(tags: ["mnist"], notes: ["first"]))
    let all = try archive.annotations()
    #expect(all.count == 2 && all[Self.trial]?.notes == ["<script>alert('x')</script>\nand \u{202E}more"])
  }

  @Test(arguments: ["", "two words", "a,b", "\u{1B}[2J", "line\nend", "\u{202E}x", String(repeating: "t", count: 65)])
  func `a tag that a list could not show is refused`(tag: String) throws {
    let archive = try Archive.inMemory()
    #expect(throws: ArchiveError.self) { try archive.annotate(Self.trial, [.star, .tag(tag)]) }
    #expect(try archive.annotations().isEmpty)
  }

  @Test(arguments: ["", " \n", "\u{1B}[31mred", "bell\u{7}", String(repeating: "n", count: 10_001)])
  func `a note that a terminal would obey is refused`(note: String) throws {
    let archive = try Archive.inMemory()
    #expect(throws: ArchiveError.self) { try archive.annotate(Self.trial, [.note(note)]) }
  }

  @Test
  func `taking away a note that is not there says which there are`() throws {
    let archive = try Archive.inMemory()
    try archive.annotate(Self.trial, [.note("one"), .note("two")])
    #expect(
      throws: ArchiveError.unsuitable("there is no note 3 to take away; the notes are numbered 1 to 2")
    ) { try archive.annotate(Self.trial, [.unnote(3)]) }
  }
}
