package io.aleff.htn;

/** A typed variable. */
public record Parameter(String name, String type) {}
