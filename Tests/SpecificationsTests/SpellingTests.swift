import Specifications
import Testing

struct SpellingTests {
  @Test(arguments: [
    ("momentun", "momentum", 1), ("batchSise", "batchSize", 1), ("teh", "the", 1), ("", "abc", 3),
    ("kitten", "sitting", 3),
  ])
  func `the distance counts edits, and neighbours swapped as one`(left: String, right: String, distance: Int) {
    #expect(Spelling.distance(left, right) == distance)
    #expect(Spelling.distance(right, left) == distance)
  }

  @Test
  func `the nearest word is proposed only when it is near`() {
    #expect(Spelling.nearest(to: "epoch", among: ["batchSize", "epochs"]) == "epochs")
    #expect(Spelling.nearest(to: "Epochs", among: ["epochs"]) == "epochs")
    #expect(Spelling.nearest(to: "zebra", among: ["epochs", "seed"]) == nil)
    #expect(Spelling.nearest(to: String(repeating: "x", count: 5000), among: ["x"]) == nil)
  }
}
