import Specifications
import Testing

struct CountedTests {
  @Test(arguments: [(0, "0 trials"), (1, "1 trial"), (2, "2 trials")])
  func `a noun stands in the number of what is counted`(count: Int, words: String) {
    #expect(count.counted("trial") == words)
  }
}
