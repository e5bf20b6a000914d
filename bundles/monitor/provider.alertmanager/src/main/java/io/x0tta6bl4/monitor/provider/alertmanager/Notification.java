package io.x0tta6bl4.monitor.provider.alertmanager;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/** What an Alertmanager posts to a webhook, version 4 of its format. */
record Notification(List<Item> alerts) {
    /** Alerts of one notification. */
    static final int MOST = 1_000;

    /**
     * One alert.
     *
     * @param name the label {@code alertname}
     * @param element the label {@code element}, empty when there is none
     * @param labels all labels, by which the alert is known
     * @param firing false when it is resolved
     */
    record Item(String name, String element, String labels, boolean firing) {}

    /** @throws IllegalArgumentException with words why it is none */
    static Notification read(byte[] octets) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(octets))) {
            JsonObject root = reader.readObject();
            if (!"4".equals(root.getString("version", "")))
                throw new IllegalArgumentException("the member 'version' must be \"4\"");
            List<Item> items = new ArrayList<>();
            for (JsonValue one : root.getJsonArray("alerts")) items.add(item(one.asJsonObject()));
            if (items.size() > MOST)
                throw new IllegalArgumentException(items.size() + " alerts; at most " + MOST + " are taken at once");
            return new Notification(List.copyOf(items));
        } catch (JsonException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("no notification of Alertmanager: " + e.getMessage(), e);
        }
    }

    private static Item item(JsonObject alert) {
        JsonObject labels = alert.getJsonObject("labels");
        String status = alert.getString("status");
        if (!status.equals("firing") && !status.equals("resolved"))
            throw new IllegalArgumentException("the status of an alert is 'firing' or 'resolved'");
        return new Item(
                labels.getString("alertname"),
                labels.getString("element", ""),
                labels.toString(),
                status.equals("firing"));
    }
}
