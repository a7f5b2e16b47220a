import Specifications
import Testing

struct ListedTests {
  @Test
  func `a hundred words are listed, of more the first hundred`() {
    let words = (1...10_000).map(String.init)
    #expect([String]().listed == "" && ["a", "b"].listed == "a, b")
    #expect(words.prefix(100).listed.hasSuffix(", 99, 100"))
    #expect(words.listed.hasPrefix("1, 2, ") && words.listed.hasSuffix(", 99, 100 and 9900 more"))
  }
}
