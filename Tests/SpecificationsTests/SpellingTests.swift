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

  @Test
  func `the search that gives up early finds what comparing all letters finds`() {
    // Every word of at most six letters a and b.
    var words = [""]
    for index in 0..<63 { words += ["a", "B"].map { words[index] + $0 } }
    var found = 0
    for index in stride(from: 0, to: words.count * words.count, by: 8) {
      let asked = words[index % words.count]
      let known = (0..<3).map { words[(index / words.count * 5 + index * 17 + $0 * 41) % words.count] }
      let ranked = known.map { (word: $0, distance: Spelling.distance(asked.lowercased(), $0.lowercased())) }
      let near = ranked.filter { $0.distance <= 2 }.min { $0.distance < $1.distance }?.word
      #expect(Spelling.nearest(to: asked, among: known) == near, "\(asked) among \(known)")
      found += near == nil ? 0 : 1
    }
    #expect((200...1_900).contains(found))
  }
}
