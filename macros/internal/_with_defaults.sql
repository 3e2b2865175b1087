{% macro _with_defaults(value, schema) %}
    {#- A declared value with the schema's defaults below what is declared; a key that has neither is none. -#}
    {%- if schema.type == 'object' -%}
        {%- set complete = {} -%}
        {%- for key, part in schema.properties.items() -%}
            {%- do complete.update({key: assay._with_defaults((value or {}).get(key), part)}) -%}
        {%- endfor -%}
        {{ return(complete) }}
    {%- elif schema.type == 'array' -%}
        {%- set complete = [] -%}
        {%- for item in (schema.get('default', []) if value is none else value) -%}
            {%- do complete.append(assay._with_defaults(item, schema['items'])) -%}
        {%- endfor -%}
        {{ return(complete) }}
    {%- endif -%}
    {{ return(schema.get('default') if value is none else value) }}
{% endmacro %}
