import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Draws the desk's icon, a gauge around a pulse: SVG, PNG in the usual sizes, .ico and .icns.
 *
 * <p>Usage: {@code java -Djava.awt.headless=true src/build/DrawIcon.java packaging/icons}.
 */
class DrawIcon {
  private static final String GROUND = "#10181f";
  private static final String RING = "#2b3a46";
  private static final String GAUGE = "#3ecf8e";
  private static final String PULSE = "#e6edf3";
  private static final double[][] LINE = {
    {112, 272}, {184, 272}, {220, 196}, {276, 340}, {316, 272}, {400, 272}
  };

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("opsdesk.svg"), svg());
    Map<Integer, byte[]> png = new LinkedHashMap<>();
    for (int size : new int[] {16, 32, 48, 128, 256, 512}) {
      png.put(size, png(size));
    }
    for (int size : new int[] {48, 128, 256, 512}) {
      Files.write(directory.resolve("opsdesk-" + size + ".png"), png.get(size));
    }
    Files.write(directory.resolve("opsdesk.ico"), ico(png, 16, 32, 48, 256));
    Files.write(directory.resolve("opsdesk.icns"), icns(png));
  }

  private static byte[] png(int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(size / 512.0, size / 512.0);
    g.setColor(Color.decode(GROUND));
    g.fill(new RoundRectangle2D.Double(16, 16, 480, 480, 192, 192));
    g.setStroke(new BasicStroke(36, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(Color.decode(RING));
    g.draw(new Ellipse2D.Double(76, 76, 360, 360));
    g.setColor(Color.decode(GAUGE));
    g.draw(new Arc2D.Double(76, 76, 360, 360, 180, -230, Arc2D.OPEN));
    g.setColor(Color.decode(PULSE));
    g.setStroke(new BasicStroke(26, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D line = new Path2D.Double();
    line.moveTo(LINE[0][0], LINE[0][1]);
    for (double[] point : LINE) {
      line.lineTo(point[0], point[1]);
    }
    g.draw(line);
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static String svg() {
    StringBuilder points = new StringBuilder();
    for (double[] point : LINE) {
      points.append((int) point[0]).append(',').append((int) point[1]).append(' ');
    }
    // The gauge ends 230 degrees clockwise from nine o'clock.
    double end = Math.toRadians(180 - 230);
    long x = Math.round(256 + 180 * Math.cos(end));
    long y = Math.round(256 - 180 * Math.sin(end));
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" fill="none" stroke-linecap="round" stroke-linejoin="round">
      <rect x="16" y="16" width="480" height="480" rx="96" fill="%s"/>
      <circle cx="256" cy="256" r="180" stroke="%s" stroke-width="36"/>
      <path d="M76 256A180 180 0 1 1 %d %d" stroke="%s" stroke-width="36"/>
      <polyline points="%s" stroke="%s" stroke-width="26"/>
    </svg>
    """
        .formatted(GROUND, RING, x, y, GAUGE, points.toString().trim(), PULSE);
  }

  /** An icon file of Windows: a directory of PNG images. */
  private static byte[] ico(Map<Integer, byte[]> png, int... sizes) {
    int total = 6 + 16 * sizes.length;
    for (int size : sizes) {
      total += png.get(size).length;
    }
    ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) 0).putShort((short) 1).putShort((short) sizes.length);
    int offset = 6 + 16 * sizes.length;
    for (int size : sizes) {
      // 0 stands for 256.
      out.put((byte) size).put((byte) size).putShort((short) 0);
      out.putShort((short) 1).putShort((short) 32);
      out.putInt(png.get(size).length).putInt(offset);
      offset += png.get(size).length;
    }
    for (int size : sizes) {
      out.put(png.get(size));
    }
    return out.array();
  }

  /** An icon file of macOS: PNG images, each under the code of its size. */
  private static byte[] icns(Map<Integer, byte[]> png) {
    Map<String, byte[]> parts =
        Map.of("ic07", png.get(128), "ic08", png.get(256), "ic09", png.get(512));
    int total = 8 + parts.values().stream().mapToInt(part -> 8 + part.length).sum();
    ByteBuffer out = ByteBuffer.allocate(total);
    out.put("icns".getBytes(StandardCharsets.US_ASCII)).putInt(total);
    parts.forEach(
        (code, part) ->
            out.put(code.getBytes(StandardCharsets.US_ASCII)).putInt(8 + part.length).put(part));
    return out.array();
  }
}
