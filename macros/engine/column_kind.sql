{% macro column_kind(data_type) %}
    {#- What a column of the engine's `data_type` can be used as: numeric, boolean, time, date, text or other. -#}
    {{ return(adapter.dispatch('column_kind', 'assay')(data_type)) }}
{% endmacro %}

{% macro default__column_kind(data_type) -%}
    {%- set base = (data_type | lower).split('(')[0] | trim -%}
    {%- set kinds = {
        'numeric': [
            'tinyint', 'smallint', 'int', 'integer', 'bigint', 'hugeint', 'utinyint', 'usmallint', 'uinteger',
            'ubigint', 'uhugeint', 'float', 'real', 'double', 'decimal', 'numeric', 'byte', 'short', 'long',
        ],
        'boolean': ['boolean', 'bool'],
        'time': [
            'timestamp', 'timestamp with time zone', 'timestamptz', 'timestamp_s', 'timestamp_ms',
            'timestamp_ns', 'timestamp_ntz', 'timestamp_ltz', 'datetime',
        ],
        'date': ['date'],
        'text': ['varchar', 'string', 'text', 'char', 'character varying', 'enum', 'uuid'],
    } -%}
    {%- set found = namespace(kind='other') -%}
    {%- for kind, names in kinds.items() if base in names and not data_type.endswith(']') -%}
        {%- set found.kind = kind -%}
    {%- endfor -%}
    {{ return(found.kind) }}
{%- endmacro %}
