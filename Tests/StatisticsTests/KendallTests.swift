import Statistics
import Testing

struct KendallTests {
  @Test
  func `coefficient and exact p agree with SciPy`() throws {
    try RandomCases(name: "kendall-exact", function: 8).agree { random in
      let count = random.whole(2, 30)
      let found = try #require(Kendall(random.bells(count), random.bells(count)))
      #expect(found.method == .exact)
      return [found.coefficient, found.p]
    }
  }

  @Test
  func `with ties coefficient and normal p agree with SciPy`() throws {
    try RandomCases(name: "kendall-normal", function: 9).agree { random in
      let count = random.whole(8, 30)
      let found = try #require(Kendall(random.grid(count, 4), random.grid(count, 4)))
      #expect(found.method == .normal)
      return [found.coefficient, found.p]
    }
  }

  @Test
  func `the same order of four has p 1 in 24 on its side`() throws {
    let found = try #require(Kendall([1, 2, 3, 4], [1, 5, 6, 7]))
    #expect(found.coefficient == 1 && agrees(found.positiveP, 1 / 24.0) && agrees(found.negativeP, 1))
  }

  @Test
  func `six arms in the published order but one`() throws {
    let found = try #require(Kendall([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 6, 5]))
    #expect(agrees(found.coefficient, 13 / 15.0) && agrees(found.positiveP, 6 / 720.0))
  }

  @Test
  func `constant, short and unfinished inputs have no coefficient`() {
    #expect(Kendall([1, 1], [1, 2]) == nil)
    #expect(Kendall([1, 2], [3, 3]) == nil)
    #expect(Kendall([1], [1]) == nil)
    #expect(Kendall([1, .nan], [1, 2]) == nil)
    #expect(Kendall([1, 2], [1, .infinity]) == nil)
    // Two pairs, one tie: the smallest tied case, whose variance has no third term.
    #expect(Kendall([1, 2, 2], [1, 2, 3])?.method == .normal)
  }
}
