package io.aleff.rego.builtin;

import io.aleff.rego.value.ValuePrinter;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;

/** Go's time layouts, which show the reference time {@code Mon Jan 2 15:04:05 MST 2006}. */
final class GoTime {

  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("ANSIC", "Mon Jan _2 15:04:05 2006"),
          Map.entry("UnixDate", "Mon Jan _2 15:04:05 MST 2006"),
          Map.entry("RubyDate", "Mon Jan 02 15:04:05 -0700 2006"),
          Map.entry("RFC822", "02 Jan 06 15:04 MST"),
          Map.entry("RFC822Z", "02 Jan 06 15:04 -0700"),
          Map.entry("RFC850", "Monday, 02-Jan-06 15:04:05 MST"),
          Map.entry("RFC1123", "Mon, 02 Jan 2006 15:04:05 MST"),
          Map.entry("RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700"),
          Map.entry("RFC3339", "2006-01-02T15:04:05Z07:00"),
          Map.entry("RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00"));
  private static final String[] PARTS = {
    "January", "Jan", "Monday", "Mon", "MST", "2006", "-07:00", "-0700", "Z07:00", "Z0700", "-07",
    "_2", "01", "02", "03", "04", "05", "06", "15", "PM", "pm", "1", "2", "3", "4", "5"
  };

  private final String layout;
  private final String text;
  private int at;
  private int start;
  private String reading = "";
  private int year = 1;
  private int month = 1;
  private int day = 1;
  private int hour;
  private int minute;
  private int second;
  private int nano;
  private int half = -1;
  private ZoneOffset offset = ZoneOffset.UTC;

  private GoTime(String layout, String text) {
    this.layout = layout;
    this.text = text;
  }

  private static String part(String layout, int from) {
    if (fraction(layout, from) > 1) {
      return layout.substring(from, from + fraction(layout, from));
    }
    for (String part : PARTS) {
      if (layout.startsWith(part, from)) {
        return part;
      }
    }
    return "";
  }

  /** The length of {@code .000} or {@code .999} at a place, or 0. */
  private static int fraction(String layout, int from) {
    char point = layout.charAt(from);
    if ((point != '.' && point != ',') || from + 1 >= layout.length()) {
      return 0;
    }
    char digit = layout.charAt(from + 1);
    int stop = from + 1;
    while (stop < layout.length() && layout.charAt(stop) == digit) {
      stop++;
    }
    boolean whole = stop >= layout.length() || !Character.isDigit(layout.charAt(stop));
    return (digit == '0' || digit == '9') && whole ? stop - from : 0;
  }

  static String format(String name, ZonedDateTime t) {
    String layout = NAMED.getOrDefault(name, name);
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < layout.length()) {
      String part = part(layout, i);
      if (part.isEmpty()) {
        out.append(layout.charAt(i++));
      } else {
        out.append(print(part, t));
        i += part.length();
      }
    }
    return out.toString();
  }

  private static String print(String part, ZonedDateTime t) {
    int hour12 = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
    return switch (part) {
      case "January" -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Jan" -> t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH).substring(0, 3);
      case "Monday" -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Mon" -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case "MST" ->
          t.getZone().equals(ZoneOffset.UTC)
              ? "UTC"
              : java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(t);
      case "2006" -> String.format("%04d", t.getYear());
      case "06" -> two(t.getYear() % 100);
      case "01" -> two(t.getMonthValue());
      case "1" -> "" + t.getMonthValue();
      case "02" -> two(t.getDayOfMonth());
      case "_2" -> String.format("%2d", t.getDayOfMonth());
      case "2" -> "" + t.getDayOfMonth();
      case "15" -> two(t.getHour());
      case "03" -> two(hour12);
      case "3" -> "" + hour12;
      case "04" -> two(t.getMinute());
      case "4" -> "" + t.getMinute();
      case "05" -> two(t.getSecond());
      case "5" -> "" + t.getSecond();
      case "PM" -> t.getHour() < 12 ? "AM" : "PM";
      case "pm" -> t.getHour() < 12 ? "am" : "pm";
      case "-07:00", "-0700", "-07", "Z07:00", "Z0700" -> zone(part, t.getOffset());
      default -> fractionText(part, t.getNano());
    };
  }

  private static String two(int number) {
    return String.format("%02d", number);
  }

  private static String zone(String part, ZoneOffset offset) {
    int seconds = offset.getTotalSeconds();
    if (part.startsWith("Z") && seconds == 0) {
      return "Z";
    }
    int minutes = Math.abs(seconds) / 60;
    String sign = seconds < 0 ? "-" : "+";
    String rest = part.endsWith(":00") ? ":" + two(minutes % 60) : two(minutes % 60);
    return sign + two(minutes / 60) + (part.equals("-07") ? "" : rest);
  }

  private static String fractionText(String part, int nano) {
    int digits = Math.min(part.length() - 1, 9);
    String text = String.format("%09d", nano).substring(0, digits);
    if (part.charAt(1) == '9') {
      text = text.replaceAll("0+$", "");
      return text.isEmpty() ? "" : part.charAt(0) + text;
    }
    return part.charAt(0) + text;
  }

  static OffsetDateTime parse(String name, String text) {
    return new GoTime(NAMED.getOrDefault(name, name), text).parse();
  }

  private BuiltinError error() {
    return BuiltinError.value(
        "parsing time "
            + quoted(text)
            + " as "
            + quoted(layout)
            + ": cannot parse "
            + quoted(text.substring(start))
            + " as "
            + quoted(reading));
  }

  private BuiltinError outOfRange(String what) {
    return BuiltinError.value("parsing time " + quoted(text) + ": " + what + " out of range");
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    ValuePrinter.quote(text, out);
    return out.toString();
  }

  private OffsetDateTime parse() {
    int i = 0;
    while (i < layout.length()) {
      int from = i;
      while (i < layout.length() && part(layout, i).isEmpty()) {
        i++;
      }
      reading = layout.substring(from, i);
      start = at;
      reading.chars().forEach(c -> literal((char) c));
      if (i < layout.length()) {
        reading = part(layout, i);
        start = at;
        i += reading.length();
        read(reading);
      }
    }
    if (at != text.length()) {
      throw BuiltinError.value(
          "parsing time " + quoted(text) + ": extra text: " + quoted(text.substring(at)));
    }
    checkRanges();
    int h = half == 1 && hour < 12 ? hour + 12 : half == 0 && hour == 12 ? 0 : hour;
    try {
      return LocalDateTime.of(year, month, day, h, minute, second, nano).atOffset(offset);
    } catch (DateTimeException e) {
      throw error();
    }
  }

  private void checkRanges() {
    if (month < 1 || month > 12) {
      throw outOfRange("month");
    }
    if (day < 1 || day > java.time.YearMonth.of(year, month).lengthOfMonth()) {
      throw outOfRange("day");
    }
    if (hour > 23 || (half >= 0 && hour > 12)) {
      throw outOfRange("hour");
    }
    if (minute > 59) {
      throw outOfRange("minute");
    }
    if (second > 59) {
      throw outOfRange("second");
    }
  }

  private void literal(char c) {
    if (at >= text.length() || text.charAt(at) != c) {
      throw error();
    }
    at++;
  }

  private void read(String part) {
    switch (part) {
      case "January" -> month = name(TextStyle.FULL);
      case "Jan" -> month = name(TextStyle.SHORT);
      case "Monday", "Mon", "MST" -> word();
      case "2006" -> year = digits(4, 4);
      case "06" -> {
        int two = digits(2, 2);
        year = two + (two >= 69 ? 1900 : 2000);
      }
      case "01", "1" -> month = digits(part.length(), 2);
      case "02", "2" -> day = digits(part.length(), 2);
      case "_2" -> {
        if (at < text.length() && text.charAt(at) == ' ') {
          at++;
        }
        day = digits(1, 2);
      }
      case "15", "03", "3" -> hour = digits(part.length(), 2);
      case "04", "4" -> minute = digits(part.length(), 2);
      case "05", "5" -> {
        second = digits(part.length(), 2);
        fraction();
      }
      case "PM", "pm" -> half = word().equalsIgnoreCase("pm") ? 1 : 0;
      case "-07:00", "-0700", "-07", "Z07:00", "Z0700" -> readZone(part);
      default -> fraction();
    }
  }

  /** A fraction of a second is read even when the layout has none. */
  private void fraction() {
    if (at + 1 >= text.length()
        || (text.charAt(at) != '.' && text.charAt(at) != ',')
        || !Character.isDigit(text.charAt(at + 1))) {
      return;
    }
    at++;
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    String digits = (text.substring(start, at) + "000000000").substring(0, 9);
    nano = Integer.parseInt(digits);
  }

  private int digits(int least, int most) {
    int start = at;
    while (at < text.length() && at - start < most && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at - start < least) {
      throw error();
    }
    return Integer.parseInt(text.substring(start, at));
  }

  private String word() {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private int name(TextStyle style) {
    for (java.time.Month m : java.time.Month.values()) {
      String full = m.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      String shown = style == TextStyle.FULL ? full : full.substring(0, 3);
      if (text.regionMatches(true, at, shown, 0, shown.length())) {
        at += shown.length();
        return m.getValue();
      }
    }
    throw error();
  }

  private void readZone(String part) {
    if (part.startsWith("Z") && at < text.length() && text.charAt(at) == 'Z') {
      at++;
      return;
    }
    if (at >= text.length() || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
      throw error();
    }
    int sign = text.charAt(at++) == '-' ? -1 : 1;
    int hours = digits(2, 2);
    if (part.endsWith(":00")) {
      literal(':');
    }
    int minutes = part.equals("-07") ? 0 : digits(2, 2);
    try {
      offset = ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60));
    } catch (DateTimeException e) {
      throw error();
    }
  }
}
