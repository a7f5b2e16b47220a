import CKernels
import Testing

@testable import Datasets

/// The laws of the recipes for real targets, each over some thousand examples of a fixed seed.
struct RegressionRecipesTests {
  @Test
  func `features of the linear regression have their scales and correlations, targets their noise`() {
    var recipe = LinearRegression()
    recipe.features = 6
    recipe.relevant = 3
    recipe.correlation = 0.8
    let sample = RecipeSample(recipe, 4_000)
    let scales = recipe.deviations(RecipeSample.plan)
    let coefficients = recipe.coefficients(RecipeSample.plan)
    #expect(coefficients.count { $0 != 0 } == 3)
    #expect(scales.allSatisfy { $0 >= 0.1 && $0 <= 10 })
    for j in 0..<6 {
      #expect(abs(RecipeSample.variance(sample.column(j)) / (scales[j] * scales[j]) - 1) < 0.1)
    }
    #expect(abs(RecipeSample.correlation(sample.column(2), sample.column(3)) - 0.8) < 0.03)
    #expect(abs(RecipeSample.correlation(sample.column(0), sample.column(2)) - 0.64) < 0.05)
    let noise = zip(sample.features, sample.numbers).map { row, y in
      (0..<6).reduce(y) { $0 - coefficients[$1] * row[$1] / scales[$1] }
    }
    #expect(abs(RecipeSample.variance(noise) - 0.5) < 0.05)
    #expect(abs(RecipeSample.variance(sample.numbers) - 1.5) < 0.15)
  }

  @Test
  func `relevant features are the largest or the smallest when asked`() {
    var recipe = LinearRegression()
    let scales = recipe.deviations(RecipeSample.plan)
    func chosen(_ relevance: LinearRegression.Relevance) -> [Double] {
      recipe.relevance = relevance
      return recipe.coefficients(RecipeSample.plan).enumerated().filter { $0.element != 0 }.map { scales[$0.offset] }
    }
    #expect(chosen(.large).sorted() == Array(scales.sorted().suffix(5)))
    #expect(chosen(.small).sorted() == Array(scales.sorted().prefix(5)))
  }

  @Test
  func `the planted pair is exact, and useless when partners are broken in the test`() {
    var recipe = PlantedCoadaptation()
    let whole = RecipeSample(recipe, 4_000, isTest: true)
    recipe.broken = true
    let broken = RecipeSample(recipe, 4_000, isTest: true)
    func meanSquare(_ sample: RecipeSample, _ w: [Double]) -> Double {
      RecipeSample.mean(
        zip(sample.features, sample.numbers).map { row, y in
          let residual = y - w[0] * row[0] - w[1] * row[1] - w[2] * row[2]
          return residual * residual
        })
    }
    #expect(meanSquare(whole, [1, -1, 0]) < 1e-10)
    #expect(abs(meanSquare(broken, [1, -1, 0]) - 8) < 0.8)
    // T30, dropout p = .5: mean squares .345568 and .370499.
    let dropped = [0.078947, -0.039474, 0.368421]
    #expect(abs(meanSquare(whole, dropped) - 0.345568) < 0.035)
    #expect(abs(meanSquare(broken, dropped) - 0.370499) < 0.037)
    #expect(RecipeSample(recipe, 50).features == RecipeSample(PlantedCoadaptation(), 50).features)
  }

  @Test
  func `the sign of a product tells the class, neither feature alone does`() {
    let sample = RecipeSample(PlantedCoadaptation(.product), 3_000)
    let signs = sample.labels.map { $0 == 1 ? 1.0 : -1.0 }
    #expect(zip(sample.features, signs).allSatisfy { row, sign in row[0] * row[1] * sign > 0 })
    #expect(abs(RecipeSample.correlation(sample.column(0), signs)) < 0.08)
    #expect(abs(RecipeSample.correlation(sample.column(1), signs)) < 0.08)
    // An independent feature s + e with Var e = 9 correlates with s by 1 / √10.
    #expect(abs(RecipeSample.correlation(sample.column(45), signs) - 0.316) < 0.08)
  }

  @Test
  func `the line has its slope, intercept and noise`() {
    let sample = RecipeSample(ConcreteLine(), 4_000)
    let x = sample.column(0)
    let noise = zip(x, sample.numbers).map { $1 - 2 * $0 - 8 }
    #expect(abs(RecipeSample.mean(noise)) < 0.07)
    #expect(abs(RecipeSample.variance(noise) - 1) < 0.1)
    #expect(abs(RecipeSample.variance(x) - 1) < 0.1)
  }

  @Test
  func `training examples of the sine leave the gap that test examples cover`() {
    let training = RecipeSample(GapSine(), 2_000)
    let test = RecipeSample(GapSine(), 2_000, isTest: true)
    #expect(training.column(0).allSatisfy { abs($0) >= 0.7 - 1e-6 && abs($0) <= 2 })
    #expect(abs(Double(test.column(0).count { abs($0) < 0.7 }) / 2_000 - 0.35) < 0.05)
    let noise = zip(training.column(0), training.numbers).map { $1 - dl_sin(3 * $0) }
    #expect(abs(RecipeSample.variance(noise).squareRoot() - 0.1) < 0.01)
  }

  @Test
  func `the teacher's output plus noise is the target`() {
    let recipe = TeacherStudent()
    let sample = RecipeSample(recipe, 800)
    let (first, second) = recipe.teacher(RecipeSample.plan)
    let noise = zip(sample.features, sample.numbers).map { x, y in
      var rest = y
      for unit in 0..<20 {
        var sum = 0.0
        for j in 0..<20 { sum += first[20 * unit + j] * x[j] }
        rest -= second[unit] * max(sum, 0)
      }
      return rest
    }
    #expect(abs(RecipeSample.variance(noise) - 0.25) < 0.06)
    #expect(abs(RecipeSample.mean(noise)) < 0.08)
  }

  @Test
  func `marked numbers add up to the target`() {
    let sample = RecipeSample(AddingProblem(), 500)
    for (row, sum) in zip(sample.features, sample.numbers) {
      let marked = (0..<50).filter { row[2 * $0 + 1] == 1 }
      #expect(marked.count == 2 && marked[0] < 25 && marked[1] >= 25)
      #expect(abs(row[2 * marked[0]] + row[2 * marked[1]] - sum) < 1e-6)
    }
    #expect(abs(RecipeSample.variance(sample.numbers) - 1.0 / 6) < 0.03)
  }
}
