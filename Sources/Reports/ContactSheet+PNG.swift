import Datasets
import Plotting

extension ContactSheet {
  /// The sheet as PNG, each pixel of the data drawn as 2 × 2 for screens of double density.
  package func png(texts: [(key: String, value: String)] = []) throws(PictureError) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: 12 * width * height)
    for row in 0..<2 * height {
      for column in 0..<2 * width {
        let from = ((row / 2) * width + column / 2) * channels
        let to = (row * 2 * width + column) * 3
        for channel in 0..<3 { rgb[to + channel] = pixels[from + (channels == 3 ? channel : 0)] }
      }
    }
    return try Picture(width: 2 * width, height: 2 * height, rgb: rgb).png(texts: texts)
  }
}
