import Files
import Foundation
import Randomness
import Testing

@testable import Datasets

struct PlanarExamplesTests {
  @Test(arguments: [
    (DatasetSource.twoMoons, 2, "8fe457502010279e62b61a3479e8421a8b057d0a70dc2e230ea1d6aa4fa92dec"),
    (.spirals, 3, "8570938726c4ee365104745eb38360083187620ef08220a337741256321e069a"),
    (.gaussianBlobs, 4, "b41b2afb949cfd97242b6f3988a21edb972ab18c691140852f39454582459d64"),
  ])
  func `a planar data set of seed 2014 has its known digest`(source: DatasetSource, classes: Int, digest: String) throws
  {
    let folders = DatasetFolders(given: nil, environment: [:], current: .temporaryDirectory)
    let dataset = try DatasetStore(folders: folders).load(source, seed: 2014)
    #expect(dataset.digest.hex == digest)
    #expect(dataset.classes == classes && dataset.features == 2)
    #expect(dataset.training.count == 5000 && dataset.test.count == 5000)
  }

  @Test
  func `blobs lie around their corners with the stated deviation`() {
    let files = PlanarExamples.gaussianBlobs.files(RandomPlan(seed: 1))
    let points = files[.trainingImages].values
    let labels = files[.trainingLabels].values
    let unit = 7.0 / 255
    for label in 0..<4 {
      let rows = labels.indices.filter { labels[$0] == label }
      for (axis, middle) in [label % 2 == 0 ? -1.0 : 1.0, label / 2 == 0 ? -1.0 : 1.0].enumerated() {
        let values = rows.map { Double(points[2 * $0 + axis]) * unit - 3.5 }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        // Four standard errors of 1250 points.
        #expect(abs(mean - middle) < 0.07)
        #expect(abs(variance.squareRoot() - 0.6) < 0.05)
      }
    }
  }

  @Test
  func `few points are cut off at the border of the grid`() {
    for recipe in [PlanarExamples.twoMoons, .spirals, .gaussianBlobs] {
      let points = recipe.files(RandomPlan(seed: 1))[.trainingImages].values
      #expect(points.count { $0 == 0 || $0 == 255 } < 20, "\(recipe.name)")
    }
  }
}
